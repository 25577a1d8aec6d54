package dev.switchboard.bench;

/**
 * One figure that a scenario yields.
 *
 * @param key its name in the JSON
 * @param unit as {@code s}, empty for a plain number
 * @param what in words
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
