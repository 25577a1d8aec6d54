package dev.switchboard.timing;

import java.time.Duration;

/**
 * The pauses between attempts that fail in a row: each is twice as long as the one before, up to
 * the longest.
 *
 * @param first the pause after the first failure
 * @param longest the longest pause
 */
public record Backoff(Duration first, Duration longest) {
  /** The number of doublings after which every pause is the longest. */
  private static final int MOST_DOUBLINGS = 30;

  /** The pause after this number of failures in a row; zero after none. */
  public Duration after(int failures) {
    return after(failures, 1);
  }

  /**
   * The pause multiplied by a factor, so that clients that failed together do not retry together.
   * It never exceeds the longest pause.
   */
  public Duration after(int failures, double factor) {
    return failures == 0
        ? Duration.ZERO
        : capped(first.toNanos() * Math.pow(2, Math.min(failures - 1, MOST_DOUBLINGS)) * factor);
  }

  /** The pause that follows another one. */
  public Duration longer(Duration pause) {
    return longer(pause, 2);
  }

  /**
   * The pause that follows another one.
   *
   * @param factor the factor between the two pauses, in place of 2
   */
  public Duration longer(Duration pause, double factor) {
    return capped(pause.toNanos() * factor);
  }

  private Duration capped(double nanos) {
    return Duration.ofNanos((long) Math.min(nanos, (double) longest.toNanos()));
  }
}
