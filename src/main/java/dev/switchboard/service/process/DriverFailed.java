package dev.switchboard.service.process;

/**
 * Thrown when a service cannot be started or stopped. The message is a few words for an operator.
 */
public final class DriverFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean lasting;

  private DriverFailed(String message, boolean lasting) {
    super(message, null, false, false);
    this.lasting = lasting;
  }

  /** A failure that a later attempt meets again, until a person changes something. */
  public static DriverFailed forGood(String message) {
    return new DriverFailed(message, true);
  }

  /** A failure that a later attempt may not meet. */
  public static DriverFailed forNow(String message) {
    return new DriverFailed(message, false);
  }

  /** The words for an operator about any failure, which may be wrapped as the cause of another. */
  static String words(Throwable failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    return cause instanceof DriverFailed
        ? String.valueOf(cause.getMessage())
        : String.valueOf(cause);
  }

  boolean isLasting() {
    return lasting;
  }
}
