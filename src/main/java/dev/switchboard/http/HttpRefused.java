package dev.switchboard.http;

/** The server cannot listen at the given address. The message is one line for an operator. */
public final class HttpRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  HttpRefused(String message, Throwable cause) {
    super(message, cause);
  }
}
