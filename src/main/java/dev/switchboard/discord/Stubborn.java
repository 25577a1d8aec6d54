package dev.switchboard.discord;

import java.time.Duration;

/**
 * Counts how often Discord failed on one job, and says when that may be the job's fault rather than
 * Discord's. What shows that Discord takes anything is that it took a message: one that was sent
 * after this job had failed {@value #OFTEN} times, and not long ago ({@link Weather#tookSince}). A
 * read, or a refusal, shows nothing of that kind. Whoever asks has to see besides that Discord
 * answers for the job's own channel, and counts {@link #anew} where it does not. Not thread-safe.
 */
final class Stubborn {
  /** So often in a row, and so long. */
  private static final int OFTEN = 4;

  private static final Duration SOME_TIME = Duration.ofSeconds(10);

  /** So long it is tried before it is given up. */
  private static final Duration LONG = Duration.ofSeconds(30);

  /** So long where it may be its channel, or somebody on the way to Discord. */
  private static final Duration VERY_LONG = Duration.ofMinutes(10);

  private final Weather weather;

  /** In a row, of what is tried now. */
  private int failures;

  private long first;

  /** All that there were. */
  private int ever;

  private long since;

  /** What is sent behind this time shows how Discord does while it fails on the job. */
  private long mark;

  Stubborn(Weather weather) {
    this.weather = weather;
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
    boolean enough = suspected || (failures >= OFTEN && now - first >= SOME_TIME.toNanos());
    return enough && (othersAreTaken(now) || (lasts(VERY_LONG, now) && weather.troubled() <= 1));
  }

  /** Whether Discord takes messages, while it fails on the job. */
  boolean othersAreTaken(long now) {
    return ever >= OFTEN && weather.tookSince(mark, now);
  }

  /** Whether so much was tried that it may be given up, where it is known to be the job. */
  boolean isHopeless(long now) {
    return lasts(LONG, now) && othersAreTaken(now);
  }

  /** Whether it may be given up whatever it is: Discord takes messages of others. */
  boolean isOverdue(long now) {
    return lasts(VERY_LONG, now) && othersAreTaken(now);
  }

  private boolean lasts(Duration time, long now) {
    return ever > 0 && now - since >= time.toNanos();
  }
}
