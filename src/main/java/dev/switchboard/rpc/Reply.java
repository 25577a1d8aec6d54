package dev.switchboard.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.entity.ClusterMessage;
import java.util.Optional;

/**
 * What a resource answers: a status with a body, or with what is wrong.
 *
 * @param status as HTTP's, in the envelope
 * @param body if there is one
 * @param error one line for the caller, if something is wrong
 */
public record Reply(int status, Optional<JsonNode> body, Optional<String> error)
    implements ClusterMessage {
  public static final int OK = 200;
  public static final int CREATED = 201;
  public static final int BAD_REQUEST = 400;
  public static final int UNAUTHORIZED = 401;
  public static final int FORBIDDEN = 403;
  public static final int NOT_FOUND = 404;
  public static final int METHOD_NOT_ALLOWED = 405;
  public static final int CONFLICT = 409;
  public static final int TOO_LARGE = 413;
  public static final int FAILED = 500;
  public static final int UNAVAILABLE = 503;
  public static final int TIMED_OUT = 504;

  /** JSON's null is none, which is what an empty one comes back as from another node. */
  public Reply {
    body = body.filter(node -> !node.isNull());
  }

  /** Done. */
  public static Reply ok(JsonNode body) {
    return new Reply(OK, Optional.of(body), Optional.empty());
  }

  /** Made. */
  public static Reply created(JsonNode body) {
    return new Reply(CREATED, Optional.of(body), Optional.empty());
  }

  /** Not done. */
  public static Reply error(int status, String error) {
    return new Reply(status, Optional.empty(), Optional.of(error));
  }

  boolean isRefusal() {
    return status >= BAD_REQUEST;
  }
}
