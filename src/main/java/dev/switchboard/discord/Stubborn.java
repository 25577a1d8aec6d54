package dev.switchboard.discord;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Counts how often Discord failed on one job, and says when that may be the job's fault rather than
 * Discord's. While Discord fails for everybody it never is: whoever asks has to see next that
 * Discord answers for this channel, and counts {@link #anew} where it does not. Not thread-safe.
 */
public final class Stubborn {
  private static final int OFTEN = 4;

  /**
   * How long Discord may fail on one job.
   *
   * @param suspect so long, and so often in a row, before it may be the job's fault
   * @param hopeless so long before it is given up, where it is known to be the job
   * @param overdue so long where it may be its channel, or somebody on the way to Discord
   */
  public record Patience(Duration suspect, Duration hopeless, Duration overdue) {
    /** 10 s, 30 s and 10 minutes where the longest pause between calls has its usual 30 s. */
    public static Patience of(Retry retry) {
      Duration most = retry.most();
      return new Patience(most.dividedBy(3), most, most.multipliedBy(20));
    }
  }

  private final LongSupplier posted;
  private final Patience patience;
  private int failures;
  private long first;
  private boolean begun;
  private long since;
  private long postedBefore;

  /**
   * @param posted how many messages Discord has taken so far, of all channels
   */
  Stubborn(LongSupplier posted, Patience patience) {
    this.posted = posted;
    this.patience = patience;
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
    return suspected || (failures >= OFTEN && now - first >= patience.suspect().toNanos());
  }

  /** Whether so much was tried that it may be given up, where it is known to be the job. */
  boolean isHopeless(long now) {
    return begun && now - since >= patience.hopeless().toNanos();
  }

  /** Whether it may be given up whatever it is: Discord took messages of others, all that time. */
  boolean isOverdue(long now) {
    return begun
        && posted.getAsLong() > postedBefore
        && now - since >= patience.overdue().toNanos();
  }
}
