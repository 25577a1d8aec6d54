package dev.switchboard.discord.api;

import java.time.Duration;

/**
 * The pause after a 429: the time that Discord names, and longer with each further 429 in a row.
 * Not thread-safe.
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
   * @param told the pause that Discord names, at least
   * @param calledAt the time of the call: refusals of concurrent calls count once
   */
  long next(Duration told, long calledAt, long now) {
    if (inARow == 0 || calledAt - lastAt > 0) {
      inARow++;
      lastAt = now;
    }
    // After the first refusal Discord's time is used, if it named one.
    boolean believed = inARow == 1 && told.isPositive();
    double grown = Math.min(MOST, FIRST * Math.pow(GROWTH, Math.min(inARow - 1, 20)));
    return believed ? told.toNanos() : Math.max(told.toNanos(), (long) grown);
  }

  boolean isOver() {
    return inARow == 0;
  }

  /** Notes an answer that is not a 429. */
  void over() {
    inARow = 0;
  }
}
