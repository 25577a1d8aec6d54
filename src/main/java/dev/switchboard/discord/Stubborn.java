package dev.switchboard.discord;

import java.time.Duration;

/**
 * Counts how often Discord failed on one job, and says when that may be the job's fault rather than
 * Discord's. What shows that Discord takes anything is that it took a message: one that was sent
 * after this job had failed {@value #OFTEN} times, and not long ago ({@link Weather#tookSince}). A
 * read, or a refusal, shows nothing of that kind. Whoever asks has to see besides that Discord
 * answers for the job's own channel, and counts {@link #anew} where it does not. Not thread-safe.
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

  /** In a row, of what is tried now. */
  private int failures;

  private long first;

  /** All that there were. */
  private int ever;

  private long since;

  /** What is sent behind this time shows how Discord does while it fails on the job. */
  private long mark;

  Stubborn(Weather weather, Patience patience) {
    this.weather = weather;
    this.patience = patience;
  }

  /**
   * An attempt failed.
   *
   * @param sent when it was made
   */
  void failed(long sent) {
    if (ever == 0) {
      since = sent;
    }
    ever++;
    if (ever == OFTEN) {
      mark = sent;
    }
    if (failures == 0) {
      first = sent;
    }
    failures++;
  }

  /** Something else is tried, or Discord fails on more than the job: it is counted anew. */
  void anew() {
    failures = 0;
  }

  /**
   * Whether it may be the job: it failed often enough while Discord took messages. Where nothing
   * else is sent at all, it may be so after a very long time, if nothing else fails either.
   *
   * @param suspected whether it was refused before, or failed in another form
   */
  boolean isEnough(boolean suspected, long now) {
    boolean enough =
        suspected || (failures >= OFTEN && now - first >= patience.suspect().toNanos());
    return enough
        && (othersAreTaken(now) || (lasts(patience.overdue(), now) && weather.troubled() <= 1));
  }

  /** Whether Discord takes messages, while it fails on the job. */
  boolean othersAreTaken(long now) {
    return ever >= OFTEN && weather.tookSince(mark, now);
  }

  /** Whether so much was tried that it may be given up, where it is known to be the job. */
  boolean isHopeless(long now) {
    return lasts(patience.hopeless(), now) && othersAreTaken(now);
  }

  /** Whether it may be given up whatever it is: Discord takes messages of others. */
  boolean isOverdue(long now) {
    return lasts(patience.overdue(), now) && othersAreTaken(now);
  }

  private boolean lasts(Duration time, long now) {
    return ever > 0 && now - since >= time.toNanos();
  }
}
