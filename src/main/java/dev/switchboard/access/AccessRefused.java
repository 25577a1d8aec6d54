package dev.switchboard.access;

/**
 * Thrown if the file of a token cannot be made, read, or kept from others. The message is one line
 * for an operator.
 */
public final class AccessRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  AccessRefused(String message) {
    super(message);
  }

  AccessRefused(String message, Throwable cause) {
    super(message, cause);
  }
}
