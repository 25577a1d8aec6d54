package dev.switchboard.discord.guild;

import java.time.Duration;
import java.util.Optional;

/**
 * Keeps something from being made again and again that Discord made otherwise than it was asked to:
 * after each such try nobody makes it for a while, longer each time. Not thread-safe.
 */
public final class RemakeGuard {
  /** Tickets ask once a minute: the first that asks then tries it. */
  private static final long FIRST = Duration.ofSeconds(50).toNanos();

  private static final long MOST = Duration.ofMinutes(10).toNanos();

  private Optional<String> why = Optional.empty();
  private long until;
  private long pause = FIRST;

  /** It came out wrong. */
  public void raise(String reason, long now) {
    why = Optional.of(reason);
    until = now + pause;
    pause = Math.min(MOST, pause * 2);
  }

  /** Why it may not be made now; empty where it may. */
  Optional<String> against(long now) {
    return why.filter(_ -> until - now > 0);
  }

  /** What was wrong may be mended: it may be tried once more, now. */
  void open(long now) {
    until = now;
  }

  /** It came out right. */
  public void lift() {
    why = Optional.empty();
    pause = FIRST;
  }
}
