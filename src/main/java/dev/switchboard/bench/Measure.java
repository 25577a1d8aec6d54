package dev.switchboard.bench;

/**
 * A figure of a scenario.
 *
 * @param key its name in the JSON
 * @param unit the unit, such as {@code s}; empty for a plain number
 * @param what its description
 */
record Measure(String key, String unit, String what, Goal goal) {
  static Measure of(String key, String unit, String what) {
    return new Measure(key, unit, what, new Goal.None());
  }

  static Measure atMost(double limit, String key, String unit, String what) {
    return new Measure(key, unit, what, new Goal.AtMost(limit));
  }

  static Measure atLeast(double limit, String key, String unit, String what) {
    return new Measure(key, unit, what, new Goal.AtLeast(limit));
  }
}
