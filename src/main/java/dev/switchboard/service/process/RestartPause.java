package dev.switchboard.service.process;

import dev.switchboard.timing.Backoff;
import java.time.Duration;

/** The pause before a service is tried again. It grows with each consecutive failure. */
final class RestartPause {
  private static final Backoff PAUSES = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));

  /** The running time after which the end of a service does not count as a consecutive failure. */
  private static final Duration STEADY = Duration.ofMinutes(1);

  private Duration pause = PAUSES.first();

  /** The next pause; the pause after it is twice as long. */
  Duration next() {
    Duration due = pause;
    pause = PAUSES.longer(pause);
    return due;
  }

  /** Forgets all failures. */
  void reset() {
    pause = PAUSES.first();
  }

  /**
   * The service ended, or must be stopped.
   *
   * @param since the time since which it ran, by {@link System#nanoTime}
   */
  void afterWorkSince(long since) {
    if (System.nanoTime() - since > STEADY.toNanos()) {
      reset();
    }
  }
}
