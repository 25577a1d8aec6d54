package dev.switchboard.discord.api;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Whether Discord refuses all calls as too early (a global 429, or one that its front says without
 * a word on what is limited). When the time that it named is over, one call finds out whether the
 * others may follow. Not thread-safe.
 */
final class Blockade {
  /** How often to look whether the call that finds out is answered. */
  private static final long RECHECK = Duration.ofMillis(25).toNanos();

  private final GrowingPause pause = new GrowingPause();
  private long until;
  private boolean closed;
  private RateLimits.@Nullable Pass probe;

  Blockade(long now) {
    this.until = now;
  }

  /** How long to make no call: 0 for none. */
  long untilCall(long now) {
    if (!closed) {
      return 0;
    }
    // Whoever waits here may hear nothing of the answer to another one's call.
    return probe == null ? Math.max(0, until - now) : RECHECK;
  }

  /** A call is made. */
  void calling(RateLimits.Pass pass) {
    if (closed) {
      probe = pass;
    }
  }

  /**
   * A call was answered.
   *
   * @param calledAt when it was made
   */
  void answered(RateLimits.Pass pass, long calledAt, Answer answer, long now) {
    boolean probed = pass == probe;
    if (probed) {
      probe = null;
    }
    if (answer instanceof Answer.Limited(var retryAfter, var scope, _)
        && scope == Answer.Scope.GLOBAL) {
      long next = now + pause.next(retryAfter, calledAt, now);
      until = closed && until - next > 0 ? until : next;
      closed = true;
    } else if (probed) {
      closed = false;
      pause.over();
    }
  }
}
