package dev.switchboard.discord.api;

import dev.switchboard.timing.Backoff;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to wait before what failed is tried again, without end: twice as long each time, and
 * longer the more fails at once, so that all of it together asks no more than so often.
 *
 * @param first the first pause
 * @param most the longest pause, where much fails at once
 */
public record Retry(Duration first, Duration most) {
  private static final int FIRST_OF_MOST = 30;

  /** With the usual 30 s: what fails alone is tried again within 5 s after its cause has gone. */
  private static final int ALONE_OF_MOST = 8;

  /** All that fails asks together at most so often in the time of the first pause. */
  private static final int ASKED_IN_FIRST = 4;

  /** From a thirtieth of the longest pause on. */
  public static Retry upTo(Duration most) {
    return new Retry(most.dividedBy(FIRST_OF_MOST), most);
  }

  /** The longest pause of what fails alone. */
  public Duration alone() {
    return most.dividedBy(ALONE_OF_MOST);
  }

  /**
   * The pause after so many failures in a row (from 1), in nanoseconds, a quarter up or down.
   *
   * @param crowd how much else is failing now, itself counted
   */
  public long nanosAfter(int failures, int crowd) {
    double own = (double) new Backoff(first, alone()).after(failures).toNanos();
    double shared = (double) first.toNanos() * crowd / ASKED_IN_FIRST;
    double jitter = ThreadLocalRandom.current().nextDouble(0.75, 1.25);
    return (long) (Math.min(Math.max(own, shared), (double) most.toNanos()) * jitter);
  }
}
