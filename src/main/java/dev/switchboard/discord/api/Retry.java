package dev.switchboard.discord.api;

import dev.switchboard.timing.Backoff;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The pauses before failed calls are tried again, without end. Each pause is twice the last one,
 * and longer if many calls fail at once, so that all together make a limited number of attempts.
 *
 * @param first the first pause
 * @param most the longest pause, if many calls fail at once
 */
public record Retry(Duration first, Duration most) {
  private static final int FIRST_OF_MOST = 30;

  /** With the default of 30 s, a call that fails alone is tried within 5 s of recovery. */
  private static final int ALONE_OF_MOST = 8;

  /** Attempts of all failing calls together in the time of the first pause. */
  private static final int ASKED_IN_FIRST = 4;

  /** Pauses from a thirtieth of the longest pause up to it. */
  public static Retry upTo(Duration most) {
    return new Retry(most.dividedBy(FIRST_OF_MOST), most);
  }

  /** The longest pause of a call that fails alone. */
  public Duration alone() {
    return most.dividedBy(ALONE_OF_MOST);
  }

  /**
   * The pause after failures in a row (from 1), in nanoseconds, plus or minus a quarter.
   *
   * @param crowd the number of calls that fail now, including this one
   */
  public long nanosAfter(int failures, int crowd) {
    double own = (double) new Backoff(first, alone()).after(failures).toNanos();
    double shared = (double) first.toNanos() * crowd / ASKED_IN_FIRST;
    double jitter = ThreadLocalRandom.current().nextDouble(0.75, 1.25);
    return (long) (Math.min(Math.max(own, shared), (double) most.toNanos()) * jitter);
  }
}
