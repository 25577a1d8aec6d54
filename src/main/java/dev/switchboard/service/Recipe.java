package dev.switchboard.service;

import dev.switchboard.settings.LocalAddress;
import dev.switchboard.settings.Setting;
import java.util.Map;

/** What one kind of service needs to run. */
interface Recipe {
  /**
   * Writes its configuration files, and says how it is to be run with them.
   *
   * @throws DriverFailed where something is missing, or cannot be written
   */
  LaunchSpec plan(Map<Setting, String> values);

  /** Where it listens with those values. */
  ListeningPort listening(Map<Setting, String> values);

  /**
   * A setting that it cannot be without.
   *
   * @throws DriverFailed where it is not set
   */
  static String required(Map<Setting, String> values, Setting setting) {
    String value = values.getOrDefault(setting, "");
    if (value.isEmpty()) {
      throw DriverFailed.forGood(setting.wireName() + " is not set");
    }
    return value;
  }

  /** Where it listens that is configured to listen at an address. */
  static String address(String configured, Map<Setting, String> values, Setting localOnly) {
    return LocalAddress.of(configured, values.getOrDefault(localOnly, ""));
  }

  static int port(Map<Setting, String> values, Setting setting) {
    return Integer.parseInt(required(values, setting));
  }
}
