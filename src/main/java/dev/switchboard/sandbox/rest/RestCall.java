package dev.switchboard.sandbox.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.sandbox.act.MessageForm;
import dev.switchboard.sandbox.world.ApiError;
import dev.switchboard.sandbox.world.Application;
import dev.switchboard.sandbox.world.Json;
import dev.switchboard.sandbox.world.Upload;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.net.URLDecoder;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request, with the parameters of its route and its caller. */
public final class RestCall {
  private static final int LONGEST_REASON = 512;

  private final String method;
  private final QueryStringDecoder uri;
  private final HttpHeaders headers;
  private final byte[] body;
  private Map<String, String> parameters = Map.of();
  private RestCaller restCaller = new RestCaller.Nobody();
  private @Nullable Multipart multipart;
  private boolean multipartRead;
  private List<String> ignored = List.of();

  public RestCall(String method, String uri, HttpHeaders headers, byte[] body) {
    this.method = method;
    this.uri = new QueryStringDecoder(uri);
    this.headers = headers;
    this.body = body;
  }

  public String method() {
    return method;
  }

  public String path() {
    return uri.rawPath();
  }

  public String header(CharSequence name) {
    String value = headers.get(name);
    return value == null ? "" : value;
  }

  public byte[] body() {
    return body;
  }

  public void parameters(Map<String, String> value) {
    parameters = value;
  }

  public String parameter(String name) {
    return parameters.getOrDefault(name, "");
  }

  public long id(String name) {
    return Json.id(parameter(name));
  }

  public Optional<String> query(String name) {
    List<String> values = uri.parameters().get(name);
    return values == null || values.isEmpty() ? Optional.empty() : Optional.of(values.getFirst());
  }

  boolean flag(String name) {
    return query(name).filter(v -> v.equals("true") || v.equals("1")).isPresent();
  }

  /** A number of the query within bounds. Others are refused as Discord does. */
  public int number(String name, int least, int most, int otherwise) {
    String text = query(name).orElse("");
    if (text.isEmpty()) {
      return otherwise;
    }
    long value = text.matches("\\d{1,9}") ? Long.parseLong(text) : -1;
    if (value < least) {
      throw ApiError.field(
          name, "NUMBER_TYPE_MIN", "int value should be greater than or equal to " + least + ".");
    }
    if (value > most) {
      throw ApiError.field(
          name, "NUMBER_TYPE_MAX", "int value should be less than or equal to " + most + ".");
    }
    return (int) value;
  }

  RestCaller caller() {
    return restCaller;
  }

  void caller(RestCaller value) {
    restCaller = value;
  }

  /** The bot that calls. Any other caller is refused with 401. */
  Application application() {
    if (restCaller instanceof RestCaller.Bot(Application application)) {
      return application;
    }
    throw ApiError.unauthorized();
  }

  long botId() {
    return application().id();
  }

  /**
   * The caller's reason for the audit log, percent-encoded since headers are ASCII. More than 512
   * characters are refused.
   */
  String reason() {
    String encoded = header("X-Audit-Log-Reason");
    String reason;
    try {
      reason = URLDecoder.decode(encoded.replace("+", "%2B"), UTF_8);
    } catch (IllegalArgumentException e) {
      reason = encoded;
    }
    if (MessageForm.length(reason) > LONGEST_REASON) {
      throw ApiError.field(
          "reason", "BASE_TYPE_MAX_LENGTH", "Must be " + LONGEST_REASON + " or fewer in length.");
    }
    return reason;
  }

  private Optional<Multipart> multipart() {
    if (!multipartRead) {
      multipartRead = true;
      String type = header(HttpHeaderNames.CONTENT_TYPE);
      if (type.toLowerCase(Locale.ROOT).startsWith("multipart/form-data")) {
        multipart =
            Multipart.parse(type, body)
                .orElseThrow(() -> ApiError.of(400, 50035, "Invalid Form Body"));
      }
    }
    return Optional.ofNullable(multipart);
  }

  /** Whether the body contains JSON, alone or beside files. */
  boolean isJson() {
    return body.length > 0
        && !header(HttpHeaderNames.CONTENT_TYPE).startsWith("application/x-www-form-urlencoded");
  }

  /** The unparsed JSON of the body, alone or beside files. */
  byte[] text() {
    return multipart().map(m -> m.payload().orElse("{}".getBytes(UTF_8))).orElse(body);
  }

  /** Removes these fields from the JSON object of the body from now on. */
  public void ignore(List<String> fields) {
    ignored = fields;
  }

  /** The body as JSON. Other content is refused with 50109. */
  JsonNode json() {
    JsonNode json =
        Json.read(text())
            .orElseThrow(() -> ApiError.of(400, 50109, "The request body contains invalid JSON."));
    if (json instanceof ObjectNode form) {
      form.remove(ignored);
    }
    return json;
  }

  /** The body as a JSON object. */
  public ObjectNode form() {
    if (json() instanceof ObjectNode form) {
      return form;
    }
    throw ApiError.of(400, 50035, "Invalid Form Body");
  }

  /** The body as a JSON object; an empty object if there is no body. */
  public ObjectNode formOrEmpty() {
    return body.length == 0 ? Json.object() : form();
  }

  public List<Upload> files() {
    return multipart().map(Multipart::files).orElse(List.of());
  }
}
