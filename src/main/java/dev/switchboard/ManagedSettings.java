package dev.switchboard;

import dev.switchboard.service.ServiceSettings;
import dev.switchboard.service.ToggleName;
import dev.switchboard.settings.Configured;
import java.util.Map;

/**
 * What administrators find before they change anything, and how services are run.
 *
 * @param services how they are run
 * @param configured the values of settings that nobody has set
 * @param toggles whether a toggle that nobody has switched is on
 */
record ManagedSettings(
    ServiceSettings services, Configured configured, Map<ToggleName, Boolean> toggles) {
  ManagedSettings {
    toggles = Map.copyOf(toggles);
  }
}
