package dev.switchboard.discord;

import java.time.Duration;

/**
 * Counts how often Discord failed on one job, and says when that may be the job's fault rather than
 * Discord's. While Discord fails for everybody it never is. The procedure of the job has to see
 * next that Discord answers for this channel, and counts {@link #anew} where it does not; and that
 * Discord takes messages at all ({@link #othersAreTaken}), since it may answer all that only reads,
 * refuse what is wrong, and yet store nothing. Not thread-safe.
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

  private final Weather weather;
  private final Patience patience;
  private int failures;
  private long first;
  private boolean begun;
  private long since;
  private boolean doubted;
  private long doubt;

  Stubborn(Weather weather, Patience patience) {
    this.weather = weather;
    this.patience = patience;
  }

  void failed(long now) {
    if (!begun) {
      begun = true;
      since = now;
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
    boolean enough =
        suspected || (failures >= OFTEN && now - first >= patience.suspect().toNanos());
    if (enough && !doubted) {
      doubted = true;
      doubt = now;
    }
    return enough;
  }

  /** Whether Discord took a message, in whatever channel, since the job is in doubt. */
  boolean othersAreTaken() {
    return doubted && weather.tookSince(doubt);
  }

  /** Whether so much was tried that it may be given up, where it is known to be the job. */
  boolean isHopeless(long now) {
    return begun && now - since >= patience.hopeless().toNanos();
  }

  /** Whether it may be given up whatever it is: Discord took messages of others, all that time. */
  boolean isOverdue(long now) {
    return begun
        && weather.tookSince(since)
        && now - since >= patience.overdue().toNanos();
  }
}
