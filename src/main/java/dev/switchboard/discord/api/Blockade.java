package dev.switchboard.discord.api;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Stops all calls after a global 429, or one from Discord's front that names no limit. After the
 * time that it named, one trial call decides whether the others may follow. Not thread-safe.
 */
final class Blockade {
  /** Interval for checking whether the trial call is answered. */
  private static final long RECHECK = Duration.ofMillis(25).toNanos();

  private final GrowingPause pause = new GrowingPause();
  private long until;
  private boolean closed;
  private RateLimits.@Nullable Pass probe;

  Blockade(long now) {
    this.until = now;
  }

  /** Nanoseconds until the next call is allowed; 0 for now. */
  long untilCall(long now) {
    if (!closed) {
      return 0;
    }
    // The waiting caller may not learn of the answer to another caller's trial call.
    return probe == null ? Math.max(0, until - now) : RECHECK;
  }

  /** Notes that a call is made. */
  void calling(RateLimits.Pass pass) {
    if (closed) {
      probe = pass;
    }
  }

  /**
   * Notes the answer to a call.
   *
   * @param calledAt the time of the call
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
