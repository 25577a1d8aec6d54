package dev.switchboard.rpc;

/**
 * Thrown for a request that cannot be carried out as it is. The message is the {@code error} of the
 * envelope.
 */
public final class RequestRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;

  public RequestRefused(int status, String error) {
    super(error, null, false, false);
    this.status = status;
  }

  /** The refusal of a body that does not have the expected form. */
  public static RequestRefused badBody(String what) {
    return new RequestRefused(Reply.BAD_REQUEST, "invalid request body: " + what);
  }

  Reply reply() {
    return Reply.error(status, String.valueOf(getMessage()));
  }
}
