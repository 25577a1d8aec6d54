package dev.switchboard.config;

import dev.switchboard.service.ServiceSettings;
import dev.switchboard.service.ToggleName;
import dev.switchboard.settings.ConfiguredDefaults;
import dev.switchboard.settings.Origin;
import java.util.Map;
import java.util.Optional;

/**
 * The configured defaults of toggles and settings, and the managed services.
 *
 * @param services how the managed services are run
 * @param configured the defaults of settings
 * @param toggles the defaults of toggles: whether each is on
 * @param origins the origin of each value that is no default, by its key under {@code switchboard}
 * @param elsewhere the node that runs the services, as {@code host:port}, if it is not this one
 */
public record ManagedSettings(
    ServiceSettings services,
    ConfiguredDefaults configured,
    Map<ToggleName, Boolean> toggles,
    Map<String, Origin> origins,
    Optional<String> elsewhere) {
  public ManagedSettings {
    toggles = Map.copyOf(toggles);
    origins = Map.copyOf(origins);
  }

  /** The origin of the value of a key under {@code switchboard}. */
  public Origin origin(String key) {
    return origins.getOrDefault(key, Origin.DEFAULT);
  }
}
