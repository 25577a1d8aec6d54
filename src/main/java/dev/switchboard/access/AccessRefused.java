package dev.switchboard.access;

/** A token cannot be kept where it is to be kept. The message is one line for an operator. */
public final class AccessRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  AccessRefused(String message) {
    super(message);
  }

  AccessRefused(String message, Throwable cause) {
    super(message, cause);
  }
}
