package dev.switchboard.discord.dispatch;

import dev.switchboard.discord.api.Retry;
import java.time.Duration;

/**
 * Counts how often Discord failed on one job, and says when that may be the job's fault rather than
 * Discord's. While Discord fails for everybody it never is: the procedure of the job has to find
 * out next whether Discord works for its channel ({@link ChannelProbe}), and says where it does not
 * ({@link #outage}). Not thread-safe.
 */
public final class RepeatedFailures {
  private static final int OFTEN = 4;

  /**
   * How long Discord may fail on one job.
   *
   * @param suspect so long, and so often in a row, before it may be the job's fault
   * @param hopeless so long before it is given up, where it is known to be the job
   * @param overdue so long where it may be its channel, or somebody on the way to Discord
   * @param recent so long a message that Discord took elsewhere shows that it takes messages
   */
  public record Patience(Duration suspect, Duration hopeless, Duration overdue, Duration recent) {
    /** 10 s, 30 s, 10 and 2 minutes where the longest pause between calls has its usual 30 s. */
    public static Patience of(Retry retry) {
      Duration most = retry.most();
      return new Patience(most.dividedBy(3), most, most.multipliedBy(20), most.multipliedBy(4));
    }
  }

  private final OutageBreaker outageBreaker;
  private final Patience patience;
  private int failures;
  private long first;
  private boolean begun;
  private long since;
  private long last;

  /** Whether Discord has failed on the job, and on nothing else that was asked meanwhile. */
  private boolean inRow;

  private long row;
  private boolean proven;
  private long proof;

  RepeatedFailures(OutageBreaker outageBreaker, Patience patience) {
    this.outageBreaker = outageBreaker;
    this.patience = patience;
  }

  void failed(long now) {
    last = now;
    if (!begun) {
      begun = true;
      since = now;
    }
    if (!inRow) {
      inRow = true;
      row = now;
    }
    if (failures == 0) {
      first = now;
    }
    failures++;
  }

  /** Something else is tried: its failures are counted anew. */
  void anew() {
    failures = 0;
  }

  /** Discord fails on more than the job: what it took before says nothing any more. */
  void outage() {
    failures = 0;
    inRow = false;
    proven = false;
  }

  /**
   * Whether it may be the job.
   *
   * @param suspected whether it was refused before, or failed in another form
   */
  boolean isEnough(boolean suspected, long now) {
    return suspected || (failures >= OFTEN && now - first >= patience.suspect().toNanos());
  }

  /** The channel of the job took a line just now. */
  void prove() {
    proven = true;
    proof = last;
  }

  /** Whether that was so lately. */
  boolean isProven() {
    return proven && last - proof < patience.suspect().toNanos();
  }

  /** Whether Discord took a message in whatever channel while it failed on the job, and lately. */
  boolean othersAreTaken() {
    return inRow
        && outageBreaker.tookSince(Math.max(row - last, -patience.recent().toNanos()) + last);
  }

  /** Whether so much was tried that it may be given up, where it is known to be the job. */
  boolean isHopeless(long now) {
    return begun && now - since >= patience.hopeless().toNanos();
  }

  /** Whether it may be given up whatever it is, since Discord still takes messages of others. */
  boolean isOverdue(long now) {
    return begun
        && now - since >= patience.overdue().toNanos()
        && outageBreaker.tookSince(now - patience.recent().toNanos());
  }
}
