package dev.switchboard.discord.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * A call of Discord's REST API. Create it with the factory of its method and complete it with the
 * {@code with} methods.
 *
 * @param path the template below the API's root, such as <code>/channels/{channel}/messages</code>;
 *     limits are kept by template, never by the expanded path
 * @param variables the values of the names in braces, in their order: {@code long} ids or texts,
 *     which are percent-encoded
 * @param body {@link MissingNode} for none
 * @param files the files of a multipart call, {@code files[0]} first; the body is then its {@code
 *     payload_json}
 * @param auditReason shown in the guild's audit log; empty for none
 */
public record Call(
    Method method,
    String path,
    List<Object> variables,
    Map<String, String> query,
    JsonNode body,
    List<Upload> files,
    String auditReason) {

  /** The methods that Discord uses. */
  public enum Method {
    GET,
    POST,
    PUT,
    PATCH,
    DELETE
  }

  /**
   * A file to send with the call.
   *
   * @param name the name for people
   * @param contentType the media type; empty if unknown
   * @param bytes opens a new stream for each attempt
   */
  public record Upload(String name, String contentType, Source bytes) {}

  /** Opens the same bytes for each request. */
  @FunctionalInterface
  public interface Source {
    /** The bytes from their start; read and closed on a thread that may block. */
    CompletionStage<InputStream> open();
  }

  public Call {
    variables = List.copyOf(variables);
    query = Map.copyOf(query);
    files = List.copyOf(files);
  }

  public static Call get(String path, Object... variables) {
    return of(Method.GET, path, variables);
  }

  public static Call post(String path, Object... variables) {
    return of(Method.POST, path, variables);
  }

  public static Call put(String path, Object... variables) {
    return of(Method.PUT, path, variables);
  }

  public static Call patch(String path, Object... variables) {
    return of(Method.PATCH, path, variables);
  }

  public static Call delete(String path, Object... variables) {
    return of(Method.DELETE, path, variables);
  }

  private static Call of(Method method, String path, Object... variables) {
    return new Call(
        method, path, List.of(variables), Map.of(), MissingNode.getInstance(), List.of(), "");
  }

  public Call withBody(JsonNode newBody) {
    return new Call(method, path, variables, query, newBody, files, auditReason);
  }

  public Call withQuery(String name, Object value) {
    var longer = new LinkedHashMap<>(query);
    longer.put(name, String.valueOf(value));
    return new Call(method, path, variables, longer, body, files, auditReason);
  }

  public Call withFile(Upload file) {
    var longer = new ArrayList<>(files);
    longer.add(file);
    return new Call(method, path, variables, query, body, longer, auditReason);
  }

  public Call withAuditReason(String reason) {
    return new Call(method, path, variables, query, body, files, reason);
  }

  /**
   * The id of the channel, guild or webhook by which Discord divides its limits: the first variable
   * of such a path; empty for other paths ("Rate Limits" in Discord's documentation).
   */
  public String major() {
    boolean divided =
        path.startsWith("/channels/{")
            || path.startsWith("/guilds/{")
            || path.startsWith("/webhooks/{");
    return divided && !variables.isEmpty() ? String.valueOf(variables.getFirst()) : "";
  }

  /** The path with its variables and the query, as sent to Discord. */
  public String target() {
    StringBuilder target = new StringBuilder();
    int from = 0;
    for (Object variable : variables) {
      int brace = path.indexOf('{', from);
      target.append(path, from, brace).append(encoded(variable));
      from = path.indexOf('}', brace) + 1;
    }
    target.append(path, from, path.length());
    char separator = '?';
    for (Map.Entry<String, String> one : query.entrySet()) {
      target.append(separator).append(encoded(one.getKey())).append('=');
      target.append(encoded(one.getValue()));
      separator = '&';
    }
    return target.toString();
  }

  /** Percent-encodes a value for a path or a query. */
  static String encoded(Object value) {
    return value instanceof Long number
        ? Long.toString(number)
        : URLEncoder.encode(String.valueOf(value), StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** The call for people, without parts that may be secret. */
  @Override
  public String toString() {
    return method + " " + path + (major().isEmpty() ? "" : " of " + major());
  }
}
