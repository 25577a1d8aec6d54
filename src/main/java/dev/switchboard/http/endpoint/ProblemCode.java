package dev.switchboard.http.endpoint;

import java.util.Locale;

/**
 * The problems that the API tells. Programs compare the {@link #word}, which never changes; the
 * REST guide lists all of them.
 */
public enum ProblemCode {
  INVALID_JSON(400, "The body is not JSON"),
  INVALID_FIELD(400, "A field is wrong"),
  INVALID_PARAMETER(400, "A parameter of the query is wrong"),
  INVALID_CURSOR(400, "The cursor belongs to another list"),
  CONFLICTING_CREDENTIALS(400, "Two different API keys were sent"),
  BAD_REQUEST(400, "The request is not understood"),
  UNAUTHORIZED(401, "A valid session or API key is needed"),
  WRONG_CREDENTIALS(401, "The name, the password or the code is wrong"),
  FORBIDDEN(403, "The caller may not do this"),
  CROSS_SITE(403, "A page of another site may not ask for this"),
  HTTPS_REQUIRED(403, "The request came over plain HTTP"),
  NOT_FOUND(404, "There is nothing here"),
  METHOD_NOT_ALLOWED(405, "The method is not allowed here"),
  TOO_SLOW(408, "The body came too slowly"),
  CONFLICT(409, "The present state does not allow this"),
  TICKET_EXISTS(409, "The member has an open ticket"),
  TICKET_CLOSED(409, "The ticket is closed"),
  ALREADY_CLOSING(409, "The ticket is being closed already"),
  NOT_CLOSED(409, "The ticket is not closed"),
  NOT_A_REPLY(409, "The message is no reply"),
  ALREADY_DELETED(409, "The reply is deleted already"),
  NEWER_MESSAGES(409, "More was said than the caller has seen"),
  OUTDATED_DRAFT(409, "Another version of the draft is stored"),
  ALREADY_SENT(409, "The reply cannot be taken back any more"),
  ALREADY_MERGED(409, "The ticket was merged before"),
  ALREADY_DONE(409, "It was made before"),
  MEMBER_GONE(409, "The member is not in the community"),
  GONE(410, "It is gone"),
  PRECONDITION_FAILED(412, "It was changed meanwhile"),
  BODY_TOO_LARGE(413, "The body is too large"),
  LENGTH_REQUIRED(411, "The length of the body has to be told"),
  UNSUPPORTED_MEDIA_TYPE(415, "The body has to be JSON"),
  WRONG_PASSWORD(422, "The password is wrong"),
  WRONG_CODE(422, "The code is wrong, or was used before"),
  EMPTY_MESSAGE(422, "The text shows nothing"),
  UNKNOWN_FILE(422, "A file is not there"),
  TOO_LONG(422, "The text is too long for its place"),
  NOT_MERGEABLE(422, "The tickets cannot be merged"),
  IDEMPOTENCY_MISMATCH(422, "The key came with another request before"),
  REFUSED(422, "The request is refused as a whole"),
  PRECONDITION_REQUIRED(428, "The header If-Match is needed"),
  TOO_MANY_REQUESTS(429, "Too many requests"),
  INTERNAL_ERROR(500, "Something went wrong here"),
  STARTING(503, "The server is starting"),
  UNAVAILABLE(503, "The server cannot do this at the moment");

  private final int status;
  private final String title;

  ProblemCode(int status, String title) {
    this.status = status;
    this.title = title;
  }

  /** The code as it is sent: snake case. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The status of HTTP. */
  public int status() {
    return status;
  }

  /** The problem in words, the same each time, without a full stop. */
  public String title() {
    return title;
  }
}
