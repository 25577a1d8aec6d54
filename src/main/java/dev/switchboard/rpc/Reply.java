package dev.switchboard.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.entity.ClusterMessage;
import java.util.Optional;

/**
 * The reply of a resource: a status with a body, or a status with an error.
 *
 * @param status with the meaning that HTTP gives it; part of the envelope
 * @param body the body, if there is one
 * @param error one line for the administrator, if the call failed
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

  /** JSON's null counts as no body: an empty body comes back as null from another node. */
  public Reply {
    body = body.filter(node -> !node.isNull());
  }

  /** The reply 200. */
  public static Reply ok(JsonNode body) {
    return new Reply(OK, Optional.of(body), Optional.empty());
  }

  /** The reply 201. */
  public static Reply created(JsonNode body) {
    return new Reply(CREATED, Optional.of(body), Optional.empty());
  }

  /** A reply without a body: the call was refused or failed. */
  public static Reply error(int status, String error) {
    return new Reply(status, Optional.empty(), Optional.of(error));
  }

  boolean isRefusal() {
    return status >= BAD_REQUEST;
  }
}
