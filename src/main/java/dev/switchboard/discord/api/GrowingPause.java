package dev.switchboard.discord.api;

import java.time.Duration;

/**
 * How long to wait after a 429: as long as Discord says, and where it says so again and again,
 * longer each time. Not thread-safe.
 */
final class GrowingPause {
  private static final double FIRST = Duration.ofSeconds(1).toNanos();
  private static final double MOST = Duration.ofSeconds(30).toNanos();
  private static final double GROWTH = 1.5;

  private int inARow;
  private long lastAt;

  /**
   * The pause, in nanoseconds.
   *
   * @param told as long as Discord wants at least
   * @param calledAt when the call was made: those that were under way together are one refusal
   */
  long next(Duration told, long calledAt, long now) {
    if (inARow == 0 || calledAt - lastAt > 0) {
      inARow++;
      lastAt = now;
    }
    // The first time Discord is believed, if it said anything.
    boolean believed = inARow == 1 && told.isPositive();
    double grown = Math.min(MOST, FIRST * Math.pow(GROWTH, Math.min(inARow - 1, 20)));
    return believed ? told.toNanos() : Math.max(told.toNanos(), (long) grown);
  }

  boolean isOver() {
    return inARow == 0;
  }

  /** Something was answered otherwise. */
  void over() {
    inARow = 0;
  }
}
