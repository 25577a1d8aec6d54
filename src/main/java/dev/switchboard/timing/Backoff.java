package dev.switchboard.timing;

import java.time.Duration;

/**
 * The pauses between attempts that fail one after another: each is twice as long as the one before,
 * up to the longest.
 *
 * @param first the pause after the first failure
 * @param longest the longest pause
 */
public record Backoff(Duration first, Duration longest) {
  /** Beyond so many doublings every pause is the longest. */
  private static final int MOST_DOUBLINGS = 30;

  /** The pause after so many failures in a row; none after none. */
  public Duration after(int failures) {
    return after(failures, 1);
  }

  /**
   * The same, longer or shorter by a factor, so that many who failed together do not come back
   * together. The factor does not lead beyond the longest pause.
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
   * @param factor by which it is longer, in place of 2
   */
  public Duration longer(Duration pause, double factor) {
    return capped(pause.toNanos() * factor);
  }

  private Duration capped(double nanos) {
    return Duration.ofNanos((long) Math.min(nanos, (double) longest.toNanos()));
  }
}
