package dev.switchboard.discord.gateway;

import java.time.Duration;

/**
 * Decides whether a session may still be resumed. An attempt is a connection that got our RESUME
 * and ended without RESUMED, for any reason. A connection that was never made does not count, since
 * a network failure says nothing about the session. An attempt that brought new events starts the
 * count again. Not thread-safe.
 */
final class Resumption {
  /** With the usual pauses of 4 s, this number of attempts takes about a minute. */
  private static final int TRIES_AT_MOST = 20;

  /** With fewer attempts, a long time proves nothing. */
  private static final int TRIES_AT_LEAST = 3;

  private final long patience;
  private String session = "";
  private long sequence;
  private int tries;
  private long firstAt;

  /**
   * @param patience the time of attempts to resume one session
   */
  Resumption(Duration patience) {
    this.patience = patience.toNanos();
  }

  /** Notes an attempt to resume from this session that failed. */
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

  /** Whether a new session has to begin: a gap is better than no connection. */
  boolean isHopeless(long now) {
    return tries >= TRIES_AT_MOST || (tries >= TRIES_AT_LEAST && left(now) <= 0);
  }

  /** Shortens the pause before the next attempt, so that the last one is made in time. */
  Duration capped(Duration pause, long now) {
    return tries == 0 || pause.toNanos() < left(now)
        ? pause
        : Duration.ofNanos(Math.max(left(now), patience / TRIES_AT_MOST));
  }

  private long left(long now) {
    return patience - (now - firstAt);
  }

  /** Notes that the session was resumed or another one began. */
  void over() {
    tries = 0;
  }
}
