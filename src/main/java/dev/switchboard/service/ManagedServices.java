package dev.switchboard.service;

import dev.switchboard.access.Principal;
import dev.switchboard.settings.ConfiguredDefaults;
import dev.switchboard.settings.OneAtATime;
import dev.switchboard.settings.Setting;
import dev.switchboard.settings.SettingChanges;
import dev.switchboard.settings.SettingChanges.Felt;
import dev.switchboard.settings.SettingsStore;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
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
public final class ManagedServices implements SettingChanges.User {
  /** Every service there is, in the order in which they are shown. */
  public static final List<ManagedService> ALL =
      List.of(new TurnService(), new IrohService(), new ShadowsocksService());

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
  public record Stored(Toggles toggles, SettingsStore settings, ConfiguredDefaults configured) {
    /** The values of all settings that count. */
    CompletionStage<Map<Setting, String>> values() {
      return settings.read().thenApply(book -> book.over(configured));
    }
  }

  private record Run(
      ActorRef<ServiceSupervisor.Message> supervisor,
      AtomicReference<Observation> observed,
      ServiceSettings.Setup setup,
      Driver driver,
      OneAtATime queue) {}

  private final ActorSystem<?> system;
  private final Stored stored;
  private final ServiceSecrets secrets;
  private final ServiceSettings settings;
  private final Clock clock;
  private final Executor blocking =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("service-", 0).factory());
  private volatile Map<ManagedService, Run> runs = Map.of();

  /** Nothing is run before {@link #begin}. */
  public ManagedServices(
      ActorSystem<?> system, Stored stored, ServiceSettings settings, Clock clock) {
    this.system = system;
    this.stored = stored;
    this.secrets = new ServiceSecrets(stored, clock);
    this.settings = settings;
    this.clock = clock;
  }

  private Run run(ActorContext<?> context, ServiceSettings.Setup setup) {
    ManagedService service = setup.service();
    AtomicReference<Observation> observed =
        new AtomicReference<>(
            new Observation(Observation.State.STOPPED, clock.instant(), Optional.empty()));
    Driver driver = driver(setup);
    ServiceSupervisor.Tools tools =
        new ServiceSupervisor.Tools(service, setup.recipe(), driver, settings.pace(), blocking);
    return new Run(
        context.spawn(
            ServiceSupervisor.create(tools, clock, observed), "service-" + service.word()),
        observed,
        setup,
        driver,
        new OneAtATime());
  }

  private Driver driver(ServiceSettings.Setup setup) {
    ManagedService service = setup.service();
    return switch (setup.runBy()) {
      case ServiceSettings.RunBy.Child(String program) ->
          new ProcessDriver(service.word(), program, settings.pace().stopGrace(), blocking);
      case ServiceSettings.RunBy.Systemd(String unit) ->
          CommandDriver.systemd(setup.folder(), unit, Programs.ofProcess(), blocking);
      case ServiceSettings.RunBy.Command commands ->
          CommandDriver.operators(setup.folder(), commands, Programs.ofProcess(), blocking);
      case ServiceSettings.RunBy.Nobody _ -> new NoDriver(service);
    };
  }

  /** The services, in the order in which they are shown. */
  public List<ManagedService> services() {
    return settings.services();
  }

  // ---- from start to stop

  /**
   * Makes all of them as they are stored to be; while that cannot be read, again and again. To be
   * called once, and where they live only.
   */
  public void begin(ActorContext<?> context) {
    Map<ManagedService, Run> begun = new LinkedHashMap<>();
    for (ServiceSettings.Setup setup : settings.all()) {
      begun.put(setup.service(), run(context, setup));
    }
    runs = begun;
    begun.keySet().forEach(this::begin);
  }

  private void begin(ManagedService service) {
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
  public CompletionStage<Map<ManagedService, Observation>> reload() {
    Map<ManagedService, CompletableFuture<Observation>> all = new LinkedHashMap<>();
    for (ManagedService service : services()) {
      all.put(service, bring(service).toCompletableFuture());
    }
    return CompletableFuture.allOf(all.values().toArray(CompletableFuture<?>[]::new))
        .thenApply(_ -> {
          Map<ManagedService, Observation> observations = new LinkedHashMap<>();
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
  public CompletionStage<ServiceStatus> standing(ManagedService service) {
    return stored
        .toggles()
        .position(service.toggle())
        .thenApply(wanted -> new ServiceStatus(wanted, observed(service)));
  }

  /** Switches it on or off; completes when it is so, or is known not to be. */
  public CompletionStage<ServiceStatus> turn(ManagedService service, boolean on, Principal by) {
    return stored
        .toggles()
        .turn(service.toggle(), on, by)
        .thenCompose(wanted ->
            bring(service).thenApply(observation -> new ServiceStatus(wanted, observation)));
  }

  /** What is the case, without asking anybody. */
  public Observation observed(ManagedService service) {
    return run(service).observed().get();
  }

  /**
   * What is stored is read and passed on by one after another, so that the last one passes on the
   * newest; how it goes on is waited for without holding up the next.
   */
  private CompletionStage<Observation> bring(ManagedService service) {
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

  private Asked be(Run run, boolean on, Map<Setting, String> values, ManagedService service) {
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

  private Run run(ManagedService service) {
    Run run = runs.get(service);
    if (run == null) {
      throw new IllegalStateException(service.word() + " is not run by this node");
    }
    return run;
  }

  /** The services that others run, whose output they have. */
  public List<ManagedService> runElsewhere() {
    return settings.all().stream()
        .filter(setup ->
            switch (setup.runBy()) {
              case ServiceSettings.RunBy.Systemd _, ServiceSettings.RunBy.Command _ -> true;
              case ServiceSettings.RunBy.Child _, ServiceSettings.RunBy.Nobody _ -> false;
            })
        .map(ServiceSettings.Setup::service)
        .toList();
  }

  // ---- settings

  @Override
  public CompletionStage<Optional<String>> objection(Setting setting, String value) {
    Optional<Run> listener =
        runs.values().stream()
            .filter(run -> run.setup().service().port().filter(setting::equals).isPresent())
            .filter(run -> isOurChild(run.setup()))
            .filter(run -> run.observed().get().state() == Observation.State.RUNNING)
            .findFirst();
    if (listener.isEmpty()) {
      return CompletableFuture.completedStage(Optional.empty());
    }
    Recipe recipe = listener.get().setup().recipe();
    return stored
        .values()
        .thenApplyAsync(
            values -> {
              Map<Setting, String> next = new EnumMap<>(values);
              next.put(setting, value);
              return FreePorts.objection(recipe.listening(next));
            },
            blocking);
  }

  /** What others run may have ports that our user may not. */
  private static boolean isOurChild(ServiceSettings.Setup setup) {
    return setup.runBy() instanceof ServiceSettings.RunBy.Child;
  }

  @Override
  public CompletionStage<Felt> live(Setting setting) {
    Optional<ManagedService> user =
        services().stream().filter(service -> service.settings().contains(setting)).findFirst();
    if (user.isEmpty()) {
      return CompletableFuture.completedStage(new Felt.AtOnce());
    }
    ManagedService service = user.get();
    boolean ran = observed(service).state() == Observation.State.RUNNING;
    return bring(service).thenApply(observation -> felt(service, ran, observation));
  }

  static Felt felt(ManagedService service, boolean ran, Observation observation) {
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
    return stored.values().thenApplyAsync(this::traffic, blocking);
  }

  private Optional<Traffic> traffic(Map<Setting, String> values) {
    SequencedMap<String, SequencedMap<String, Integer>> all = new LinkedHashMap<>();
    try {
      for (Run run : runs.values()) {
        ManagedService service = run.setup().service();
        SequencedMap<String, Integer> figures = service.figures(values, run.driver().processes());
        if (!figures.isEmpty()) {
          all.put(service.word(), figures);
        }
      }
      return Optional.of(new Traffic(all));
    } catch (IOException unknown) {
      LOG.debug("The sockets of services are not known: {}", unknown.toString());
      return Optional.empty();
    }
  }

  /** How it stands, without asking anybody; empty on another node than that of the services. */
  public Optional<Observation> seen(ManagedService service) {
    return Optional.ofNullable(runs.get(service)).map(run -> run.observed().get());
  }

  /**
   * What clients are told of a service beside its state, by the names in the admin RPC; empty where
   * a fact is not known.
   */
  public CompletionStage<SequencedMap<String, Optional<String>>> facts(ManagedService service) {
    return stored.values().thenApply(service::facts);
  }
}
