package dev.switchboard.service;

import dev.switchboard.access.Guarded;
import dev.switchboard.access.Principal;
import dev.switchboard.access.Right;
import dev.switchboard.service.process.Driver;
import dev.switchboard.service.process.Drivers;
import dev.switchboard.service.process.FreePorts;
import dev.switchboard.service.process.Observation;
import dev.switchboard.service.process.Recipe;
import dev.switchboard.service.process.RunBy;
import dev.switchboard.service.process.ServiceSupervisor;
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
 * The managed services. On the node of a cluster on which {@link #begin} was called, their stored
 * toggles and settings become running programs; every node can read what is stored. Thread-safe.
 */
public final class ManagedServices implements SettingChanges.User {
  /** All managed services, in the order in which they are shown. */
  public static final List<ManagedService> ALL =
      List.of(new TurnService(), new IrohService(), new ShadowsocksService());

  private static final Logger LOG = LoggerFactory.getLogger(ManagedServices.class);

  /**
   * The time limit for a stop, a start and the first probes; shorter than the time limit of an
   * administrator's call.
   */
  private static final Duration TRANSITION = Duration.ofSeconds(12);

  private static final Duration PAUSE = Duration.ofSeconds(2);

  /**
   * The status of a service.
   *
   * @param wanted the position of its toggle
   * @param observed the state of its program
   */
  public record ServiceStatus(Toggle.Position wanted, Observation observed) {}

  /** The stored toggles and settings. */
  public record Stored(Toggles toggles, SettingsStore settings, ConfiguredDefaults configured) {
    /** The values of all settings: the stored ones over the configured ones. */
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

  /** The services of a node. None of them runs before {@link #begin}. */
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
    Driver driver =
        new Drivers(settings.pace().stopGrace(), blocking)
            .of(setup.runBy(), service.word(), setup.folder());
    ServiceSupervisor.Tools tools =
        new ServiceSupervisor.Tools(
            service.word(), setup.recipe(), driver, settings.pace(), blocking);
    return new Run(
        context.spawn(
            ServiceSupervisor.create(tools, clock, observed), "service-" + service.word()),
        observed,
        setup,
        driver,
        new OneAtATime());
  }

  /** The services, in the order in which they are shown. */
  public List<ManagedService> services() {
    return settings.services();
  }

  // ---- from start to stop

  /**
   * Brings all services into their stored state, and tries again while that state cannot be read.
   * Called once, and only on the node for services.
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
          // While the process ends, no actor can be asked, and no service has to be started.
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

  /**
   * Brings all services into their stored state again; a failed service is tried again. Fails with
   * {@link dev.switchboard.access.NotPermitted} where the principal lacks the right {@link
   * Right#SWITCH_SERVICES}.
   */
  public CompletionStage<Map<ManagedService, Observation>> reload(Principal by) {
    return Guarded.with(by, Right.SWITCH_SERVICES, this::reload);
  }

  private CompletionStage<Map<ManagedService, Observation>> reload() {
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

  /** Stops the services that do not outlive this process, within seconds. */
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

  // ---- a single service

  /** The status of a service. */
  public CompletionStage<ServiceStatus> standing(ManagedService service) {
    return stored
        .toggles()
        .position(service.toggle())
        .thenApply(wanted -> new ServiceStatus(wanted, observed(service)));
  }

  /**
   * Switches a service on or off. Completes when the service is in that state, or is known to fail.
   */
  public CompletionStage<ServiceStatus> turn(ManagedService service, boolean on, Principal by) {
    return stored
        .toggles()
        .turn(service.toggle(), on, by)
        .thenCompose(wanted ->
            bring(service).thenApply(observation -> new ServiceStatus(wanted, observation)));
  }

  /** The last observation of a service, without a new probe. */
  public Observation observed(ManagedService service) {
    return run(service).observed().get();
  }

  /**
   * Reads what is stored and passes it to the supervisor. The calls are queued, so the last call
   * passes on the newest state; the answer of the supervisor is awaited outside the queue.
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

  /** The answer of a supervisor that was asked and may not have answered yet. */
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

  /**
   * The services that systemd or the operator's commands run. This server does not have their
   * output.
   */
  public List<ManagedService> runElsewhere() {
    return settings.all().stream()
        .filter(setup ->
            switch (setup.runBy()) {
              case RunBy.Systemd _, RunBy.Command _ -> true;
              case RunBy.Child _, RunBy.Nobody _ -> false;
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

  /**
   * Whether the service is a child of this process. Services that others run may use ports that
   * this process's user may not.
   */
  private static boolean isOurChild(ServiceSettings.Setup setup) {
    return setup.runBy() instanceof RunBy.Child;
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
      // A service that takes longer than this call waits is not therefore broken.
      case STARTING -> new Felt.NotYet("%s is still on its way: %s".formatted(service.word(), why));
      case FAILED, BACKING_OFF -> {
        String words = "%s does not run: %s".formatted(service.word(), why);
        yield ran ? new Felt.Broken(words) : new Felt.NotYet(words);
      }
    };
  }

  /**
   * The figures of the services at present; empty on another node than the node for services, and
   * if the kernel does not give the figures.
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

  /**
   * The last observation of a service, without a new probe; empty on another node than the node for
   * services.
   */
  public Optional<Observation> seen(ManagedService service) {
    return Optional.ofNullable(runs.get(service)).map(run -> run.observed().get());
  }

  /**
   * The facts for clients beside the state of a service, by their names in the admin RPC. The value
   * is empty if a fact is not known.
   */
  public CompletionStage<SequencedMap<String, Optional<String>>> facts(ManagedService service) {
    return stored.values().thenApply(service::facts);
  }
}
