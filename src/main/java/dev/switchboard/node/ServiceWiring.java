package dev.switchboard.node;

import dev.switchboard.access.Guarded;
import dev.switchboard.access.Right;
import dev.switchboard.account.Registration;
import dev.switchboard.config.ManagedSettings;
import dev.switchboard.entity.Entities;
import dev.switchboard.rpc.Resource;
import dev.switchboard.rpc.resource.LogResource;
import dev.switchboard.rpc.resource.ReloadResource;
import dev.switchboard.rpc.resource.ServiceListResource;
import dev.switchboard.rpc.resource.ServiceResource;
import dev.switchboard.rpc.resource.SettingResource;
import dev.switchboard.rpc.resource.SettingsResource;
import dev.switchboard.rpc.resource.ToggleResource;
import dev.switchboard.rpc.resource.TurnCredentialsResource;
import dev.switchboard.service.BotSwitch;
import dev.switchboard.service.ClusterLogPolicy;
import dev.switchboard.service.JournaledToggle;
import dev.switchboard.service.LogPolicy;
import dev.switchboard.service.ManagedService;
import dev.switchboard.service.ManagedServices;
import dev.switchboard.service.ShardedToggles;
import dev.switchboard.service.StoredBotSwitch;
import dev.switchboard.service.StoredTurnAccess;
import dev.switchboard.service.ToggleEntity;
import dev.switchboard.service.ToggleName;
import dev.switchboard.service.Toggles;
import dev.switchboard.service.Traffic;
import dev.switchboard.service.TurnAccess;
import dev.switchboard.settings.ConfiguredDefaults;
import dev.switchboard.settings.Setting;
import dev.switchboard.settings.SettingChanges;
import dev.switchboard.settings.SettingsEntity;
import dev.switchboard.settings.SettingsStore;
import dev.switchboard.settings.ShardedSettingsStore;
import dev.switchboard.storage.Database;
import dev.switchboard.storage.StorageUnavailable;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.jdbi.v3.core.ConnectionException;

/** The toggles, the settings, and the managed services that they control. */
record ServiceWiring(
    Registration registration,
    Supplier<CompletionStage<Optional<Traffic>>> traffic,
    List<Resource> resources,
    SettingsStore store,
    BotSwitch bot) {
  /** Longer than the journal's circuit breaker waits for a write, 10 s. */
  private static final Duration ANSWER = Duration.ofSeconds(12);

  /** Applies the no-log policy as soon as the database is open, before anything else starts. */
  static CompletionStage<Done> obey(LogPolicy policy, Database database, ManagedSettings managed) {
    boolean configured = managed.toggles().getOrDefault(ToggleName.LOG, false);
    return database
        .query(handle -> JournaledToggle.isOn(handle, ToggleName.LOG, configured))
        .thenApply(silent -> {
          policy.obey(silent, 0);
          return Done.getInstance();
        })
        .exceptionally(failure -> {
          throw failure.getCause() instanceof ConnectionException away
              ? new StorageUnavailable(
                  "the no-log policy cannot be read: " + away.getMessage(), away)
              : new CompletionException(failure.getCause());
        });
  }

  /**
   * Starts the toggles, settings and managed services.
   *
   * @param live takes each change
   * @param sparing adds objections to changes of settings, beside those of the setting's user
   */
  static ServiceWiring start(
      ActorContext<?> context,
      ManagedSettings managed,
      LogPolicy policy,
      ListenerSettings.ListenerLocation listenerLocation,
      LiveSettings live,
      UnaryOperator<SettingChanges.User> sparing) {
    Clock clock = Clock.systemUTC();
    ConfiguredDefaults configuredDefaults = managed.configured();
    ActorSystem<?> system = context.getSystem();
    Entities.start(system, SettingsEntity.kind(configuredDefaults));
    Entities.start(system, ToggleEntity.kind(id -> isOn(managed.toggles(), id)));
    Toggles toggles =
        Guarded.port(
            Toggles.class,
            new ShardedToggles(Entities.of(system, ToggleEntity.KIND, ANSWER), clock),
            Right.SWITCH_SERVICES);
    SettingsStore store =
        Guarded.port(
            SettingsStore.class,
            new ShardedSettingsStore(Entities.of(system, SettingsEntity.KIND, ANSWER)),
            Right.CHANGE_SETTINGS);
    ManagedServices.Stored stored = new ManagedServices.Stored(toggles, store, configuredDefaults);
    ManagedServices services = new ManagedServices(system, stored, managed.services(), clock);
    if (managed.elsewhere().isEmpty()) {
      CoordinatedShutdown.get(system)
          .addTask(CoordinatedShutdown.PhaseServiceStop(), "services", services::leave);
      services.begin(context);
    }
    ListenerSettings listener =
        new ListenerSettings(
            system,
            listenerLocation,
            store,
            configuredDefaults,
            services,
            managed.elsewhere().isEmpty());
    listener.begin();
    SettingChanges changes =
        new SettingChanges(
            store,
            configuredDefaults,
            live.user(sparing.apply(listener), store::readVersion),
            clock);
    BotSwitch bot =
        Guarded.port(
            BotSwitch.class,
            new StoredBotSwitch(
                Entities.of(system, ToggleEntity.KIND, ANSWER), clock, live::botChanged),
            Right.STEER_BOT);
    live.follow(context, new LiveSettings.Sources(store::readVersion, bot::position));
    return new ServiceWiring(
        new SwitchedRegistration(toggles, store, configuredDefaults),
        new Memoized<>(Duration.ofSeconds(1), services::traffic),
        resources(
            toggles,
            services,
            new StoredTurnAccess(stored, clock),
            ClusterLogPolicy.start(context, policy, toggles),
            new Registry(store, configuredDefaults, changes, listener)),
        store,
        bot);
  }

  private record Registry(
      SettingsStore store,
      ConfiguredDefaults configured,
      SettingChanges changes,
      ListenerSettings listener) {}

  private static boolean isOn(Map<ToggleName, Boolean> configured, String id) {
    return configured.entrySet().stream()
        .anyMatch(toggle -> toggle.getKey().id().equals(id) && toggle.getValue());
  }

  private static List<Resource> resources(
      Toggles toggles,
      ManagedServices services,
      TurnAccess turn,
      LogPolicy policy,
      Registry registry) {
    List<Resource> resources = new ArrayList<>();
    resources.add(ToggleResource.registration(toggles));
    resources.add(ToggleResource.jit(toggles));
    for (ManagedService service : services.services()) {
      resources.add(new ServiceResource(service, services));
    }
    resources.add(new ServiceListResource(services));
    resources.add(new TurnCredentialsResource(turn));
    resources.add(
        new LogResource(
            toggles, policy, services.runElsewhere().stream().map(ManagedService::word).toList()));
    for (Setting setting : Setting.values()) {
      for (String name : setting.wireNames()) {
        resources.add(
            new SettingResource(
                setting, name, registry.store(), registry.configured(), registry.changes()));
      }
    }
    resources.add(
        new SettingsResource(
            registry.store(), registry.configured(), registry.changes(), toggles, services));
    resources.add(new ReloadResource(services, registry.listener()::reload));
    return resources;
  }
}
