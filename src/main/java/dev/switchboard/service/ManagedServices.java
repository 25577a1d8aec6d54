package dev.switchboard.service;

import dev.switchboard.settings.ConfiguredDefaults;
import dev.switchboard.settings.OneAtATime;
import dev.switchboard.settings.Setting;
import dev.switchboard.settings.SettingChanges;
import dev.switchboard.settings.SettingChanges.Felt;
import dev.switchboard.settings.SettingsStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The services that run beside this server: what is stored of them (their toggles and settings)
 * becomes what is the case, on the one node of a cluster that was told to begin. What is only read
 * of them is read on any. Safe for use by several threads.
 */
public final class ManagedServices implements SettingChanges.User, TurnAccess {
  private static final Logger LOG = LoggerFactory.getLogger(ManagedServices.class);

  /** A stop, a start, and a look at what came of it; less than an administrator's call may last. */
  private static final Duration TRANSITION = Duration.ofSeconds(12);

  private static final Duration PAUSE = Duration.ofSeconds(2);

  /**
   * A service as it is wanted and as it is.
   *
   * @param wanted what its toggle says
   * @param observed what is the case
   */
  public record ServiceStatus(Toggle.Position wanted, Observation observed) {}

  /** What is stored. */
  public record Stored(Toggles toggles, SettingsStore settings, ConfiguredDefaults configured) {}

  private record Run(
      ActorRef<ServiceSupervisor.Message> supervisor,
      AtomicReference<Observation> observed,
      Recipe recipe,
      Driver driver,
      OneAtATime queue) {}

  private final ActorSystem<?> system;
  private final Stored stored;
  private final ServiceSecrets secrets;
  private final ServiceSettings settings;
  private final Clock clock;
  private final Executor blocking =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("service-", 0).factory());
  private volatile Map<Service, Run> runs = Map.of();

  /** Nothing is run before {@link #begin}. */
  public ManagedServices(
      ActorSystem<?> system, Stored stored, ServiceSettings settings, Clock clock) {
    this.system = system;
    this.stored = stored;
    this.secrets = new ServiceSecrets(stored, clock);
    this.settings = settings;
    this.clock = clock;
  }

  private Run run(ActorContext<?> context, Service service) {
    Recipe recipe = recipe(service);
    AtomicReference<Observation> observed =
        new AtomicReference<>(
            new Observation(Observation.State.STOPPED, clock.instant(), Optional.empty()));
    Driver driver = driver(service);
    ServiceSupervisor.Tools tools =
        new ServiceSupervisor.Tools(service, recipe, driver, settings.pace(), blocking);
    return new Run(
        context.spawn(
            ServiceSupervisor.create(tools, clock, observed), "service-" + service.word()),
        observed,
        recipe,
        driver,
        new OneAtATime());
  }

  private Recipe recipe(Service service) {
    Path folder = settings.folder().resolve(service.word());
    return switch (service) {
      case TURN -> new TurnRecipe(folder, settings.turn());
      case IROH -> new IrohRecipe(folder, settings.irohListen());
      case SHADOWSOCKS -> new ShadowsocksRecipe(folder, settings.shadowsocks());
    };
  }

  private Driver driver(Service service) {
    Path folder = settings.folder().resolve(service.word());
    return switch (settings.runBy().getOrDefault(service, new ServiceSettings.RunBy.Nobody())) {
      case ServiceSettings.RunBy.Child(String program) ->
          new ProcessDriver(service.word(), program, settings.pace().stopGrace(), blocking);
      case ServiceSettings.RunBy.Systemd(String unit) ->
          CommandDriver.systemd(folder, unit, Programs.ofProcess(), blocking);
      case ServiceSettings.RunBy.Command commands ->
          CommandDriver.operators(folder, commands, Programs.ofProcess(), blocking);
      case ServiceSettings.RunBy.Nobody _ -> new NoDriver(service);
    };
  }

  // ---- from start to stop

  /**
   * Makes all of them as they are stored to be; while that cannot be read, again and again. To be
   * called once, and where they live only.
   */
  public void begin(ActorContext<?> context) {
    Map<Service, Run> begun = new EnumMap<>(Service.class);
    for (Service service : Service.values()) {
      begun.put(service, run(context, service));
    }
    runs = begun;
    begun.keySet().forEach(this::begin);
  }

  private void begin(Service service) {
    bring(service)
        .whenComplete((_, failure) -> {
          // At the end of the process nothing can be asked any more, and nobody wants it.
          boolean ending = CoordinatedShutdown.get(system).getShutdownReason().isPresent();
          if (failure != null && !ending) {
            LOG.warn(
                "How {} is to be cannot be read yet ({}); trying again in {} s.",
                service.word(),
                failure.toString(),
                PAUSE.toSeconds());
            CompletableFuture.delayedExecutor(PAUSE.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> begin(service));
          }
        });
  }

  /** Makes all of them anew as they are stored to be: one that failed is tried again. */
  public CompletionStage<Map<Service, Observation>> reload() {
    Map<Service, CompletableFuture<Observation>> all = new EnumMap<>(Service.class);
    for (Service service : Service.values()) {
      all.put(service, bring(service).toCompletableFuture());
    }
    return CompletableFuture.allOf(all.values().toArray(CompletableFuture<?>[]::new))
        .thenApply(_ -> {
          Map<Service, Observation> observations = new EnumMap<>(Service.class);
          all.forEach((service, one) -> observations.put(service, one.resultNow()));
          return observations;
        });
  }

  /** Ends what would not outlive this process, within seconds. */
  public CompletionStage<Done> leave() {
    Stream<CompletionStage<Done>> leaving =
        runs.values().stream()
            .map(run ->
                AskPattern.<ServiceSupervisor.Message, Done>ask(
                    run.supervisor(),
                    ServiceSupervisor.Message.Leave::new,
                    settings.pace().stopGrace().plusSeconds(3),
                    system.scheduler()));
    return CompletableFuture.allOf(
            leaving.map(CompletionStage::toCompletableFuture).toArray(CompletableFuture<?>[]::new))
        .handle((_, _) -> Done.getInstance());
  }

  // ---- one service

  /** How it stands. */
  public CompletionStage<ServiceStatus> standing(Service service) {
    return stored
        .toggles()
        .position(service.toggle())
        .thenApply(wanted -> new ServiceStatus(wanted, observed(service)));
  }

  /** Switches it on or off; completes when it is so, or is known not to be. */
  public CompletionStage<ServiceStatus> turn(Service service, boolean on, String by) {
    return stored
        .toggles()
        .turn(service.toggle(), on, by)
        .thenCompose(wanted ->
            bring(service).thenApply(observation -> new ServiceStatus(wanted, observation)));
  }

  /** What is the case, without asking anybody. */
  public Observation observed(Service service) {
    return run(service).observed().get();
  }

  /**
   * What is stored is read and passed on by one after another, so that the last one passes on the
   * newest; how it goes on is waited for without holding up the next.
   */
  private CompletionStage<Observation> bring(Service service) {
    Run run = run(service);
    return run.queue()
        .next(() ->
            stored
                .toggles()
                .isOn(service.toggle())
                .thenCombine(secrets.with(service), (on, values) -> be(run, on, values, service)))
        .thenCompose(asked -> asked.answer());
  }

  /** The answer is not yet there when the question has been put. */
  private record Asked(CompletionStage<Observation> answer) {}

  private Asked be(Run run, boolean on, Map<Setting, String> values, Service service) {
    Map<Setting, String> own = new EnumMap<>(Setting.class);
    service.settings().forEach(setting -> own.put(setting, values.getOrDefault(setting, "")));
    return new Asked(
        AskPattern.<ServiceSupervisor.Message, Observation>ask(
                run.supervisor(),
                replyTo -> new ServiceSupervisor.Message.Be(on, own, replyTo),
                TRANSITION,
                system.scheduler())
            .exceptionally(_ -> run.observed().get()));
  }

  private CompletionStage<Map<Setting, String>> values() {
    return stored.settings().read().thenApply(book -> book.over(stored.configured()));
  }

  private Run run(Service service) {
    Run run = runs.get(service);
    if (run == null) {
      throw new IllegalStateException(service.word() + " is not run by this node");
    }
    return run;
  }

  /** The services that others run, whose output they have. */
  public List<Service> runElsewhere() {
    return Arrays.stream(Service.values())
        .filter(service ->
            switch (settings.runBy().getOrDefault(service, new ServiceSettings.RunBy.Nobody())) {
              case ServiceSettings.RunBy.Systemd _, ServiceSettings.RunBy.Command _ -> true;
              case ServiceSettings.RunBy.Child _, ServiceSettings.RunBy.Nobody _ -> false;
            })
        .toList();
  }

  // ---- settings

  @Override
  public CompletionStage<Optional<String>> objection(Setting setting, String value) {
    Optional<Service> listener =
        Arrays.stream(Service.values()).filter(service -> service.port() == setting).findFirst();
    if (listener.isEmpty()
        || !isOurChild(listener.get())
        || observed(listener.get()).state() != Observation.State.RUNNING) {
      return CompletableFuture.completedStage(Optional.empty());
    }
    Recipe recipe = run(listener.get()).recipe();
    return values()
        .thenApplyAsync(
            values -> {
              Map<Setting, String> next = new EnumMap<>(values);
              next.put(setting, value);
              return FreePorts.objection(recipe.listening(next));
            },
            blocking);
  }

  /** What others run may have ports that our user may not. */
  private boolean isOurChild(Service service) {
    return settings.runBy().get(service) instanceof ServiceSettings.RunBy.Child;
  }

  @Override
  public CompletionStage<Felt> live(Setting setting) {
    Optional<Service> user =
        Arrays.stream(Service.values())
            .filter(service -> service.settings().contains(setting))
            .findFirst();
    if (user.isEmpty()) {
      return CompletableFuture.completedStage(new Felt.AtOnce());
    }
    Service service = user.get();
    boolean ran = observed(service).state() == Observation.State.RUNNING;
    return bring(service).thenApply(observation -> felt(service, ran, observation));
  }

  static Felt felt(Service service, boolean ran, Observation observation) {
    String why = observation.error().orElse("it does not answer yet");
    return switch (observation.state()) {
      case RUNNING -> new Felt.AtOnce();
      case STOPPED -> new Felt.NotYet(service.word() + " is switched off");
      // What is slower than we wait is not therefore broken.
      case STARTING -> new Felt.NotYet("%s is still on its way: %s".formatted(service.word(), why));
      case FAILED, BACKING_OFF -> {
        String words = "%s does not run: %s".formatted(service.word(), why);
        yield ran ? new Felt.Broken(words) : new Felt.NotYet(words);
      }
    };
  }

  /**
   * What the services serve now; empty where that is not known: on another node than theirs, and
   * where the kernel does not say.
   */
  public CompletionStage<Optional<Traffic>> traffic() {
    if (runs.isEmpty()) {
      return CompletableFuture.completedStage(Optional.empty());
    }
    return values().thenApplyAsync(this::traffic, blocking);
  }

  private Optional<Traffic> traffic(Map<Setting, String> values) {
    try {
      Sockets.Connections shadowsocks =
          Sockets.OF_THIS_MACHINE.at(
              Recipe.port(values, Setting.SS_PORT), run(Service.SHADOWSOCKS).driver().processes());
      return Optional.of(
          new Traffic(
              Sockets.OF_THIS_MACHINE.datagramsWithin(
                  Recipe.port(values, Setting.TURN_RELAY_PORT_MIN),
                  Recipe.port(values, Setting.TURN_RELAY_PORT_MAX),
                  run(Service.TURN).driver().processes()),
              shadowsocks.number(),
              shadowsocks.addresses()));
    } catch (IOException unknown) {
      LOG.debug("The sockets of services are not known: {}", unknown.toString());
      return Optional.empty();
    }
  }

  /** How it stands, without asking anybody; empty on another node than that of the services. */
  public Optional<Observation> seen(Service service) {
    return Optional.ofNullable(runs.get(service)).map(run -> run.observed().get());
  }

  /** Where the iroh relay is to be found by who may use it; empty where that is not known. */
  public CompletionStage<Optional<String>> irohUrl() {
    return values()
        .thenApply(values ->
            Optional.of(values.getOrDefault(Setting.IROH_RELAY_URL, ""))
                .filter(url -> !url.isEmpty()));
  }

  @Override
  public CompletionStage<Optional<TurnCredentials>> credentials(String name) {
    return stored
        .toggles()
        .isOnLately(ToggleName.TURN)
        .thenCombine(
            values(),
            (on, values) -> {
              String secret = values.getOrDefault(Setting.TURN_SECRET, "");
              long lifetime = Long.parseLong(values.getOrDefault(Setting.TURN_TTL, ""));
              return on && !secret.isEmpty()
                  ? Optional.of(
                      TurnCredentials.of(
                          secret, Duration.ofSeconds(lifetime), name, clock.instant()))
                  : Optional.empty();
            });
  }
}
