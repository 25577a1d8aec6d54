package dev.switchboard.access;

import java.util.concurrent.CompletionException;

/** Thrown if a principal lacks the right to an act. Nothing was done. */
public final class NotPermitted extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Right missing;

  /** The refusal of an act of a principal who lacks a right. */
  public NotPermitted(Principal by, Right missing) {
    super("%s lacks the right %s".formatted(by.name(), missing), null, false, false);
    this.missing = missing;
  }

  /** The right that would have permitted the act. */
  public Right missing() {
    return missing;
  }

  /** Whether a stage failed because a right was missing. */
  public static boolean isCauseOf(Throwable failure) {
    return failure instanceof NotPermitted
        || (failure instanceof CompletionException && failure.getCause() instanceof NotPermitted);
  }
}
