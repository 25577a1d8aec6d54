package dev.switchboard.config;

import dev.switchboard.values.CheckedValues;
import java.util.Map;
import java.util.Optional;

/** The values of a configuration in which nothing but some keys is set. For tests. */
public final class ReadValues {
  private ReadValues() {}

  /**
   * Reads them as the product does.
   *
   * @param keys the values by key, {@code switchboard.} included; also of keys that {@code
   *     reference.conf} does not have
   */
  public static CheckedValues of(Map<String, String> keys) {
    return new SettingValues(Configuration.load(Optional.empty(), new Environment(Map.of()), keys));
  }
}
