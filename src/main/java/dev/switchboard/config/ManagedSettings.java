package dev.switchboard.config;

import dev.switchboard.service.ServiceSettings;
import dev.switchboard.service.ToggleName;
import dev.switchboard.settings.ConfiguredDefaults;
import java.util.Map;
import java.util.Optional;

/**
 * What administrators find before they change anything, and how services are run.
 *
 * @param services how they are run
 * @param configured the values of settings that nobody has set
 * @param toggles whether a toggle that nobody has switched is on
 * @param elsewhere the node on which they are run, as {@code host:port}, where it is not this one
 */
public record ManagedSettings(
    ServiceSettings services,
    ConfiguredDefaults configured,
    Map<ToggleName, Boolean> toggles,
    Optional<String> elsewhere) {
  public ManagedSettings {
    toggles = Map.copyOf(toggles);
  }
}
