package dev.switchboard.discord.gateway;

import java.time.Duration;

/**
 * Whether a session can still be expected to be resumed. Each connection that took our RESUME and
 * ended without RESUMED is a try, however it ended; one that was never made is none, since a
 * network that is down says nothing of the session. What a try brought forward makes it begin anew.
 * Not thread-safe.
 */
final class Resumption {
  /** So many are enough; at the usual pace, with 4 s between them, they take about a minute. */
  private static final int TRIES_AT_MOST = 20;

  /** A long time says nothing where it passed with fewer. */
  private static final int TRIES_AT_LEAST = 3;

  private final long patience;
  private String session = "";
  private long sequence;
  private int tries;
  private long firstAt;

  /**
   * @param patience how long it is tried to resume one session
   */
  Resumption(Duration patience) {
    this.patience = patience.toNanos();
  }

  /** The session was asked for from here, and not resumed. */
  void failed(Session from, long now) {
    if (!from.id().equals(session) || from.sequence() > sequence) {
      session = from.id();
      sequence = from.sequence();
      tries = 0;
    }
    if (tries++ == 0) {
      firstAt = now;
    }
  }

  /** Whether another session is to begin: better a gap than nothing at all. */
  boolean isHopeless(long now) {
    return tries >= TRIES_AT_MOST || (tries >= TRIES_AT_LEAST && left(now) <= 0);
  }

  /** At most this pause before the next try, so that the last one comes in time. */
  Duration capped(Duration pause, long now) {
    return tries == 0 || pause.toNanos() < left(now)
        ? pause
        : Duration.ofNanos(Math.max(left(now), patience / TRIES_AT_MOST));
  }

  private long left(long now) {
    return patience - (now - firstAt);
  }

  /** The session goes on, or another one began. */
  void over() {
    tries = 0;
  }
}
