package dev.switchboard.sandbox.world;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A refusal in Discord's form: a status, a code, a sentence, and for forms the wrong field. */
public final class ApiError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final transient ObjectNode body;

  private ApiError(int status, ObjectNode body) {
    super(body.path("message").asText(), null, false, false);
    this.status = status;
    this.body = body;
  }

  public static ApiError of(int status, int code, String message) {
    return new ApiError(status, Json.object().put("message", message).put("code", code));
  }

  /**
   * A form with wrong fields. The errors are nested by field, as {@link FormErrors} writes them.
   */
  static ApiError form(ObjectNode errors) {
    ObjectNode body = Json.object().put("message", "Invalid Form Body").put("code", 50035);
    body.set("errors", errors);
    return new ApiError(400, body);
  }

  public static ApiError field(String field, String code, String message) {
    FormErrors errors = new FormErrors();
    errors.at(field).add(code, message);
    return form(errors.tree());
  }

  public static ApiError notFound() {
    return of(404, 0, "404: Not Found");
  }

  public static ApiError unauthorized() {
    return of(401, 0, "401: Unauthorized");
  }

  public static ApiError unknown(int code, String what) {
    return of(404, code, "Unknown " + what);
  }

  public static ApiError unknownChannel() {
    return unknown(10003, "Channel");
  }

  public static ApiError unknownGuild() {
    return unknown(10004, "Guild");
  }

  public static ApiError unknownMessage() {
    return unknown(10008, "Message");
  }

  public static ApiError unknownMember() {
    return unknown(10007, "Member");
  }

  public static ApiError unknownRole() {
    return unknown(10011, "Role");
  }

  public static ApiError unknownUser() {
    return unknown(10013, "User");
  }

  public static ApiError missingAccess() {
    return of(403, 50001, "Missing Access");
  }

  public static ApiError missingPermissions() {
    return of(403, 50013, "Missing Permissions");
  }

  public static ApiError cannotMessageUser() {
    return of(403, 50007, "Cannot send messages to this user");
  }

  public int status() {
    return status;
  }

  public ObjectNode body() {
    return body;
  }
}
