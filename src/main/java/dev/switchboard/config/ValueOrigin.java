package dev.switchboard.config;

import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;

/** The origin of a value, for the person who has to correct it. */
final class ValueOrigin {
  private ValueOrigin() {}

  static String of(ConfigValue value) {
    return of(value.origin());
  }

  /** The library writes {@code FILE: LINE}; editors and terminals follow {@code FILE:LINE}. */
  static String of(ConfigOrigin origin) {
    return origin.description().replaceFirst(": (\\d+)(-\\d+)?$", ":$1");
  }
}
