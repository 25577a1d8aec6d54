package dev.switchboard.http.endpoint;

import dev.switchboard.access.Principal;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A request that may be carried out.
 *
 * @param id the id of the request, which its answer and the log name
 * @param caller the principal of the session or key; empty for an operation that asks for none
 * @param session the session's id; empty for other credentials
 * @param path the values of the names in the operation's path
 */
public record Call(
    ApiRequest request,
    String id,
    Optional<Principal> caller,
    Optional<String> session,
    Map<String, String> path) {
  public Call {
    path = Map.copyOf(path);
  }

  /** The principal of an operation that asks for a credential. */
  public Principal by() {
    return caller.orElseThrow(
        () -> new IllegalStateException("an operation for anybody has no principal"));
  }

  /** The value of a name in the operation's path. */
  public String path(String name) {
    String value = path.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the path has no {" + name + "}");
    }
    return value;
  }

  /**
   * A number in the operation's path.
   *
   * @throws ProblemException with 404 if it is no number of 1 or more: nothing has such an id
   */
  public long number(String name) {
    String text = path(name);
    if (!text.matches("[1-9][0-9]{0,18}")) {
      throw Problem.of(ProblemCode.NOT_FOUND).thrown();
    }
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException tooLarge) {
      throw Problem.of(ProblemCode.NOT_FOUND).thrown();
    }
  }

  /** Whether the client says that it has the present representation (RFC 9110, section 13.1.2). */
  public boolean has(String etag) {
    return request.header("If-None-Match").stream()
        .flatMap(value -> Stream.of(value.split(",")))
        .map(String::strip)
        .map(value -> value.startsWith("W/") ? value.substring(2) : value)
        .anyMatch(value -> value.equals("*") || value.equals(etag));
  }

  /**
   * The body, read by a form.
   *
   * @throws ProblemException with 400 or 415 that names every field that is wrong
   */
  public <T> T body(Function<Fields, T> form) {
    return Fields.ofBody(request).read(form);
  }

  /** As {@link #body}; a request without a body is one without fields. */
  public <T> T optionalBody(Function<Fields, T> form) {
    return request.body().length == 0 && request.contentType().isEmpty()
        ? Fields.ofNothing().read(form)
        : body(form);
  }

  /**
   * The parameters of the query, read by a form.
   *
   * @throws ProblemException with 400 that names every parameter that is wrong
   */
  public <T> T query(Function<Fields, T> form) {
    return Fields.ofQuery(request).read(form);
  }
}
