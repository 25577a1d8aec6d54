package dev.switchboard.rpc;

/** A request that cannot be carried out as it is; the message is the envelope's {@code error}. */
public final class RequestRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;

  public RequestRefused(int status, String error) {
    super(error, null, false, false);
    this.status = status;
  }

  /** The body of the request is not what it should be. */
  public static RequestRefused badBody(String what) {
    return new RequestRefused(Reply.BAD_REQUEST, "invalid request body: " + what);
  }

  Reply reply() {
    return Reply.error(status, String.valueOf(getMessage()));
  }
}
