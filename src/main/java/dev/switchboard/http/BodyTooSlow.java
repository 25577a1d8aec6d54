package dev.switchboard.http;

import java.io.IOException;

/** The sender of a body pauses for too long, or sends so slowly that the time for it is over. */
public final class BodyTooSlow extends IOException {
  private static final long serialVersionUID = 1L;

  BodyTooSlow() {
    super("the body did not arrive in time");
  }

  /** Whether reading failed for this reason. */
  public static boolean isCauseOf(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof BodyTooSlow) {
        return true;
      }
    }
    return false;
  }
}
