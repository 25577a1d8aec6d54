package dev.switchboard.node;

import dev.switchboard.account.Registration;
import dev.switchboard.config.ManagedSettings;
import dev.switchboard.rpc.LogResource;
import dev.switchboard.rpc.ReloadResource;
import dev.switchboard.rpc.Resource;
import dev.switchboard.rpc.ServiceResource;
import dev.switchboard.rpc.SettingResource;
import dev.switchboard.rpc.SettingsResource;
import dev.switchboard.rpc.ToggleResource;
import dev.switchboard.rpc.TurnCredentialsResource;
import dev.switchboard.service.ClusterLogPolicy;
import dev.switchboard.service.JournaledToggle;
import dev.switchboard.service.LogPolicy;
import dev.switchboard.service.ManagedServices;
import dev.switchboard.service.Service;
import dev.switchboard.service.ShardedToggles;
import dev.switchboard.service.ToggleEntity;
import dev.switchboard.service.ToggleName;
import dev.switchboard.service.Toggles;
import dev.switchboard.service.Traffic;
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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.jdbi.v3.core.ConnectionException;

/** Toggles, settings, and the services that they are about. */
record ServiceWiring(
    Registration registration,
    Supplier<CompletionStage<Optional<Traffic>>> traffic,
    List<Resource> resources) {
  /** Longer than the journal's circuit breaker waits for a write, 10 s. */
  private static final Duration ANSWER = Duration.ofSeconds(12);

  /** Obeys the no-log policy with the database just opened, before anything else is begun. */
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
   * Starts what there is.
   *
   * @param sparing what else objects to changes of settings, beside who lives by them
   */
  static ServiceWiring start(
      ActorContext<?> context,
      ManagedSettings managed,
      LogPolicy policy,
      ListenerSettings.ListenerLocation listenerLocation,
      UnaryOperator<SettingChanges.User> sparing) {
    Clock clock = Clock.systemUTC();
    ConfiguredDefaults configuredDefaults = managed.configured();
    ClusterSharding sharding = ClusterSharding.get(context.getSystem());
    sharding.init(
        Entity.of(SettingsEntity.TYPE_KEY, _ -> SettingsEntity.create(configuredDefaults))
            .withStopMessage(new SettingsEntity.Message.Stop()));
    sharding.init(
        Entity.of(
                ToggleEntity.TYPE_KEY,
                entity ->
                    ToggleEntity.create(
                        entity.getEntityId(), isOn(managed.toggles(), entity.getEntityId())))
            .withStopMessage(new ToggleEntity.Message.Stop()));
    Toggles toggles = new ShardedToggles(sharding, ANSWER, clock);
    SettingsStore store = new ShardedSettingsStore(sharding, ANSWER);
    ManagedServices services =
        new ManagedServices(
            context.getSystem(),
            new ManagedServices.Stored(toggles, store, configuredDefaults),
            managed.services(),
            clock);
    if (managed.elsewhere().isEmpty()) {
      CoordinatedShutdown.get(context.getSystem())
          .addTask(CoordinatedShutdown.PhaseServiceStop(), "services", services::leave);
      services.begin(context);
    }
    ListenerSettings listener =
        new ListenerSettings(
            context.getSystem(),
            listenerLocation,
            store,
            configuredDefaults,
            services,
            managed.elsewhere().isEmpty());
    listener.begin();
    SettingChanges changes =
        new SettingChanges(store, configuredDefaults, sparing.apply(listener), clock);
    return new ServiceWiring(
        new SwitchedRegistration(toggles, store, configuredDefaults),
        new Memoized<>(Duration.ofSeconds(1), services::traffic),
        resources(
            toggles,
            services,
            ClusterLogPolicy.start(context, policy, toggles),
            new Registry(store, configuredDefaults, changes, listener)));
  }

  private record Registry(
      SettingsStore store,
      ConfiguredDefaults configured,
      SettingChanges changes,
      ListenerSettings listener) {}

  private static boolean isOn(Map<ToggleName, Boolean> configured, String id) {
    return Arrays.stream(ToggleName.values())
        .filter(toggle -> toggle.id().equals(id))
        .anyMatch(toggle -> configured.getOrDefault(toggle, false));
  }

  private static List<Resource> resources(
      Toggles toggles, ManagedServices services, LogPolicy policy, Registry registry) {
    List<Resource> resources = new ArrayList<>();
    resources.add(ToggleResource.registration(toggles));
    resources.add(ToggleResource.jit(toggles));
    for (Service service : Service.values()) {
      resources.add(new ServiceResource(service, services));
    }
    resources.add(new TurnCredentialsResource(services));
    resources.add(
        new LogResource(
            toggles, policy, services.runElsewhere().stream().map(Service::word).toList()));
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
