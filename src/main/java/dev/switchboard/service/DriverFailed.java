package dev.switchboard.service;

/** A service cannot be started or stopped. The message is a few words for an operator. */
final class DriverFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean lasting;

  private DriverFailed(String message, boolean lasting) {
    super(message, null, false, false);
    this.lasting = lasting;
  }

  /** What a later attempt will find as it is, until a person changes something. */
  static DriverFailed forGood(String message) {
    return new DriverFailed(message, true);
  }

  /** What a later attempt may find otherwise. */
  static DriverFailed forNow(String message) {
    return new DriverFailed(message, false);
  }

  /** What an operator is told of any failure, which may be wrapped as the cause of another. */
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
