package dev.switchboard.http.endpoint;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The reason why a request was not carried out, as the API tells it (RFC 9457, with the fields
 * {@code error} and {@code code} that older clients read).
 *
 * @param detail one sentence for a person, in English
 * @param fields the fields or parameters that are wrong, all at once
 * @param headers headers that belong to the answer, such as {@code Retry-After}
 * @param more further members of the body, by their names
 */
public record Problem(
    ProblemCode code,
    String detail,
    List<Field> fields,
    Map<String, String> headers,
    Map<String, Object> more) {
  /** The media type of a problem. */
  public static final String MEDIA_TYPE = "application/problem+json";

  /**
   * A field or parameter that is wrong.
   *
   * @param place whether it was in the body or in the query
   * @param name the field's name, or its path in the body, as {@code permissions/0}
   * @param code as {@code required}, {@code type}, {@code length}, {@code range}, {@code enum},
   *     {@code unknown}
   */
  public record Field(Place place, String name, String code, String detail) {
    /** The part of a request. */
    public enum Place {
      BODY,
      QUERY
    }

    Map<String, Object> json() {
      Map<String, Object> json = new LinkedHashMap<>();
      // A JSON Pointer (RFC 6901), which escapes these two.
      json.put(
          place == Place.BODY ? "pointer" : "parameter",
          place == Place.BODY ? "/" + name.replace("~", "~0") : name);
      json.put("code", code);
      json.put("detail", detail);
      return json;
    }
  }

  public Problem {
    fields = List.copyOf(fields);
    headers = Map.copyOf(headers);
    more = Map.copyOf(more);
  }

  /** A problem without further members. */
  public Problem(ProblemCode code, String detail, List<Field> fields, Map<String, String> headers) {
    this(code, detail, fields, headers, Map.of());
  }

  public static Problem of(ProblemCode code, String detail) {
    return new Problem(code, detail, List.of(), Map.of());
  }

  /** A problem of which the code says all. */
  public static Problem of(ProblemCode code) {
    return of(code, code.title() + ".");
  }

  /** The same problem with a header. */
  public Problem with(String header, String value) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put(header, value);
    return new Problem(code, detail, fields, all, more);
  }

  /** The same problem with a further member of the body. */
  public Problem telling(String member, Object value) {
    Map<String, Object> all = new LinkedHashMap<>(more);
    all.put(member, value);
    return new Problem(code, detail, fields, headers, all);
  }

  /** What a handler throws. */
  public ProblemException thrown() {
    return new ProblemException(this);
  }

  /**
   * The body of the answer.
   *
   * @param request the request's id, which the log has too
   */
  Map<String, Object> json(String request) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("error", detail);
    json.put("code", code.word());
    json.put("type", "/api/docs#" + code.word());
    json.put("title", code.title());
    json.put("status", code.status());
    json.put("detail", detail);
    json.put("instance", request);
    if (!fields.isEmpty()) {
      json.put("errors", fields.stream().map(Field::json).toList());
    }
    json.putAll(more);
    return json;
  }
}
