package dev.switchboard.discord.dispatch;

import dev.switchboard.discord.api.Retry;
import java.time.Duration;

/**
 * Counts the failures of Discord on one job and tells when the job may be the cause. During an
 * outage the job is never the cause: its procedure next has to test whether Discord works for the
 * channel ({@link ChannelProbe}) and reports if it does not ({@link #outage}). Not thread-safe.
 */
public final class RepeatedFailures {
  private static final int OFTEN = 4;

  /**
   * Time limits for failures on one job.
   *
   * @param suspect time, with four failures in a row, before the job may be the cause
   * @param hopeless time before the job is given up, if it is known to be the cause
   * @param overdue time before the job is given up if its channel or a proxy may be the cause
   * @param recent age to which a message taken elsewhere shows that Discord takes messages
   */
  public record Patience(Duration suspect, Duration hopeless, Duration overdue, Duration recent) {
    /** 10 s, 30 s, 10 min and 2 min if the longest pause between calls has its default of 30 s. */
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

  /** Whether all calls since the first failure failed on the job alone. */
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

  /** Counts failures from 0 again, since another form is tried. */
  void anew() {
    failures = 0;
  }

  /** Discord fails on other calls, too, so its earlier successes prove nothing now. */
  void outage() {
    failures = 0;
    inRow = false;
    proven = false;
  }

  /**
   * Whether the job may be the cause.
   *
   * @param suspected whether the job was refused before, or failed in another form
   */
  boolean isEnough(boolean suspected, long now) {
    return suspected || (failures >= OFTEN && now - first >= patience.suspect().toNanos());
  }

  /** Notes that the job's channel has just taken a test line. */
  void prove() {
    proven = true;
    proof = last;
  }

  /** Whether the channel took a test line lately. */
  boolean isProven() {
    return proven && last - proof < patience.suspect().toNanos();
  }

  /** Whether Discord lately took a message in any channel while it failed on the job. */
  boolean othersAreTaken() {
    return inRow
        && outageBreaker.tookSince(Math.max(row - last, -patience.recent().toNanos()) + last);
  }

  /** Whether a job that is known to be the cause has failed long enough to be given up. */
  boolean isHopeless(long now) {
    return begun && now - since >= patience.hopeless().toNanos();
  }

  /** Whether the job may be given up for any cause; Discord has to take other messages. */
  boolean isOverdue(long now) {
    return begun
        && now - since >= patience.overdue().toNanos()
        && outageBreaker.tookSince(now - patience.recent().toNanos());
  }
}
