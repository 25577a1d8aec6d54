package dev.switchboard.settings;

import java.util.EnumMap;
import java.util.Map;

/**
 * What the operator configured, which an administrator's values lie over.
 *
 * @param defaults the value of each setting that nobody has set; no value is an empty text
 * @param takenPorts ports that no service may have, with whose they are
 */
public record Configured(Map<Setting, String> defaults, Map<Integer, String> takenPorts) {
  public Configured {
    defaults = Map.copyOf(defaults);
    takenPorts = Map.copyOf(takenPorts);
  }

  /** The value of a setting that nobody has set. */
  public String value(Setting setting) {
    return defaults.getOrDefault(setting, "");
  }

  /** A changeable copy of all of them. */
  Map<Setting, String> copy() {
    Map<Setting, String> copy = new EnumMap<>(Setting.class);
    for (Setting setting : Setting.values()) {
      copy.put(setting, value(setting));
    }
    return copy;
  }

  /** Secrets are left out. */
  @Override
  public String toString() {
    Map<Setting, String> shown = copy();
    shown.replaceAll((setting, value) -> setting.isSecret() && !value.isEmpty() ? "***" : value);
    return "Configured[defaults=%s, takenPorts=%s]".formatted(shown, takenPorts);
  }
}
