package dev.switchboard.service.process;

import dev.switchboard.settings.ConfiguredDefaults;
import dev.switchboard.settings.LocalAddress;
import dev.switchboard.settings.Setting;
import java.util.List;
import java.util.Map;

/**
 * The recipe of a managed service: how its program is started with its settings and its own
 * configuration.
 */
public interface Recipe {
  /**
   * Writes the configuration files, and gives the instructions for a start with them.
   *
   * @throws DriverFailed if a setting is missing or a file cannot be written
   */
  LaunchSpec plan(Map<Setting, String> values);

  /** The address and port at which the service listens with these settings. */
  ListeningPort listening(Map<Setting, String> values);

  /** The defaults of administrators' settings that follow from the service's own configuration. */
  default Map<Setting, String> defaults() {
    return Map.of();
  }

  /** The ports that the service uses in addition to the port at which it listens. */
  default List<ConfiguredDefaults.ReservedPorts> taken() {
    return List.of();
  }

  /**
   * The value of a setting that the service needs.
   *
   * @throws DriverFailed if it is not set
   */
  static String required(Map<Setting, String> values, Setting setting) {
    String value = values.getOrDefault(setting, "");
    if (value.isEmpty()) {
      throw DriverFailed.forGood(setting.wireName() + " is not set");
    }
    return value;
  }

  /**
   * The address at which a service listens: the configured one, unless a setting makes it local
   * only or open to all interfaces.
   */
  static String address(String configured, Map<Setting, String> values, Setting localOnly) {
    return LocalAddress.of(configured, values.getOrDefault(localOnly, ""));
  }

  static int port(Map<Setting, String> values, Setting setting) {
    return Integer.parseInt(required(values, setting));
  }
}
