package dev.switchboard.discord;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Counts how often Discord failed on one job, and says when that may be the job's fault rather than
 * Discord's. While Discord fails for everybody it never is: whoever asks has to see next that
 * Discord answers for this channel, and counts {@link #anew} where it does not. Not thread-safe.
 */
final class Stubborn {
  /** So often in a row, and so long. */
  private static final int OFTEN = 4;

  private static final Duration SOME_TIME = Duration.ofSeconds(10);

  /** So long it is tried before it is given up. */
  private static final Duration LONG = Duration.ofSeconds(30);

  /** So long where it may be its channel, or somebody on the way to Discord. */
  private static final Duration VERY_LONG = Duration.ofMinutes(10);

  private final LongSupplier posted;
  private int failures;
  private long first;
  private boolean begun;
  private long since;
  private long postedBefore;

  /**
   * @param posted how many messages Discord has taken so far, of all channels
   */
  Stubborn(LongSupplier posted) {
    this.posted = posted;
  }

  void failed(long now) {
    if (!begun) {
      begun = true;
      since = now;
      postedBefore = posted.getAsLong();
    }
    if (failures == 0) {
      first = now;
    }
    failures++;
  }

  /** Something else is tried, or Discord fails on more than the job: it is counted anew. */
  void anew() {
    failures = 0;
  }

  /**
   * Whether it may be the job.
   *
   * @param suspected whether it was refused before, or failed in another form
   */
  boolean isEnough(boolean suspected, long now) {
    return suspected || (failures >= OFTEN && now - first >= SOME_TIME.toNanos());
  }

  /** Whether so much was tried that it may be given up, where it is known to be the job. */
  boolean isHopeless(long now) {
    return begun && now - since >= LONG.toNanos();
  }

  /** Whether it may be given up whatever it is: Discord took messages of others, all that time. */
  boolean isOverdue(long now) {
    return begun && posted.getAsLong() > postedBefore && now - since >= VERY_LONG.toNanos();
  }
}
