package dev.switchboard.service;

import java.time.Duration;

/** How long to wait before a service is tried again: longer after each failure in a row. */
final class RestartPause {
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(1);

  /** After so long at work, an end is no part of a row of failures. */
  private static final Duration STEADY = Duration.ofMinutes(1);

  private Duration pause = FIRST;

  /** The pause that is due, which the next one doubles. */
  Duration next() {
    Duration due = pause;
    Duration longer = pause.multipliedBy(2);
    pause = longer.compareTo(LONGEST) < 0 ? longer : LONGEST;
    return due;
  }

  /** No failure counts any more. */
  void reset() {
    pause = FIRST;
  }

  /**
   * The service ended, or has to be ended.
   *
   * @param since when it came up, by {@link System#nanoTime}
   */
  void afterWorkSince(long since) {
    if (System.nanoTime() - since > STEADY.toNanos()) {
      reset();
    }
  }
}
