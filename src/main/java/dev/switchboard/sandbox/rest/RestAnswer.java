package dev.switchboard.sandbox.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.sandbox.world.ApiError;
import dev.switchboard.sandbox.world.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/** The answer to a request. */
public final class RestAnswer {
  private static final String JSON = "application/json";

  private final int status;
  private final String contentType;
  private final byte[] body;
  private final Map<String, String> headers;

  private RestAnswer(int status, String contentType, byte[] body, Map<String, String> headers) {
    this.status = status;
    this.contentType = contentType;
    this.body = body;
    this.headers = headers;
  }

  public static RestAnswer json(int status, JsonNode body) {
    return new RestAnswer(status, JSON, Json.bytes(body), Map.of());
  }

  public static RestAnswer ok(JsonNode body) {
    return json(200, body);
  }

  public static RestAnswer created(JsonNode body) {
    return json(201, body);
  }

  public static RestAnswer done() {
    return new RestAnswer(204, "", new byte[0], Map.of());
  }

  public static RestAnswer error(ApiError error) {
    return json(error.status(), error.body());
  }

  public static RestAnswer text(int status, String text) {
    return bytes(status, "text/plain; charset=utf-8", text.getBytes(UTF_8));
  }

  static RestAnswer html(String html) {
    return bytes(200, "text/html; charset=utf-8", html.getBytes(UTF_8));
  }

  public static RestAnswer bytes(int status, String contentType, byte[] body) {
    return new RestAnswer(status, contentType, body, Map.of());
  }

  static RestAnswer redirect(String location) {
    return new RestAnswer(302, "", new byte[0], Map.of("Location", location));
  }

  RestAnswer with(Map<String, String> more) {
    if (more.isEmpty()) {
      return this;
    }
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.putAll(more);
    return new RestAnswer(status, contentType, body, all);
  }

  RestAnswer withBody(byte[] value) {
    return new RestAnswer(status, contentType, value, headers);
  }

  public int status() {
    return status;
  }

  public String contentType() {
    return contentType;
  }

  public byte[] body() {
    return body;
  }

  public Map<String, String> headers() {
    return headers;
  }

  boolean isJson() {
    return contentType.equals(JSON);
  }
}
