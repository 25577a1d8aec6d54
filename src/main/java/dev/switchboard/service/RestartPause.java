package dev.switchboard.service;

import dev.switchboard.timing.Backoff;
import java.time.Duration;

/** How long to wait before a service is tried again: longer after each failure in a row. */
final class RestartPause {
  private static final Backoff PAUSES = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));

  /** After so long at work, an end is no part of a row of failures. */
  private static final Duration STEADY = Duration.ofMinutes(1);

  private Duration pause = PAUSES.first();

  /** The pause that is due, which the next one doubles. */
  Duration next() {
    Duration due = pause;
    pause = PAUSES.longer(pause);
    return due;
  }

  /** No failure counts any more. */
  void reset() {
    pause = PAUSES.first();
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
