package dev.switchboard.http.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.http.endpoint.ApiRequest;
import java.net.InetAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.pekko.util.ByteString;

/**
 * A request that a test makes from the examples of an operation, and changes in one place.
 *
 * @param path as it is sent
 */
record Draft(
    String method,
    String path,
    List<ApiRequest.Parameter> query,
    Map<String, List<String>> headers,
    String type,
    ByteString body) {
  /** By the right credential, as the examples say. */
  static Draft of(ApiDocument document, ApiDocument.Operation operation) {
    Draft draft = bare(document, operation);
    for (JsonNode parameter : document.parameters(operation, "query")) {
      if (parameter.has("example") && !parameter.path("required").asBoolean()) {
        draft = draft.query(parameter.path("name").asText(), parameter.path("example").asText());
      }
    }
    for (JsonNode parameter : document.parameters(operation, "header")) {
      draft = draft.header(parameter.path("name").asText(), parameter.path("example").asText());
    }
    return draft;
  }

  /** The same, without what may be left out. */
  static Draft bare(ApiDocument document, ApiDocument.Operation operation) {
    String path = operation.path();
    for (JsonNode parameter : document.parameters(operation, "path")) {
      path =
          path.replace(
              "{" + parameter.path("name").asText() + "}",
              URLEncoder.encode(parameter.path("example").asText(), StandardCharsets.UTF_8));
    }
    Draft draft =
        new Draft(operation.method(), path, List.of(), Map.of(), "", ByteString.emptyByteString())
            .header("User-Agent", "Mozilla/5.0");
    for (JsonNode parameter : document.parameters(operation, "header")) {
      if (parameter.path("required").asBoolean()) {
        draft = draft.header(parameter.path("name").asText(), parameter.path("example").asText());
      }
    }
    if (document.body(operation).isPresent()) {
      draft = draft.json(document.body(operation).get().path("example").toString());
    }
    JsonNode file = operation.node().at("/requestBody/content/application~1octet-stream");
    if (file.isObject()) {
      draft =
          draft.body(
              "application/octet-stream",
              file.path("example").asText().getBytes(StandardCharsets.UTF_8));
    }
    for (JsonNode parameter : document.parameters(operation, "query")) {
      if (parameter.path("required").asBoolean()) {
        draft = draft.query(parameter.path("name").asText(), parameter.path("example").asText());
      }
    }
    if (operation.needs("session")) {
      return draft.session(PlayedDesk.SESSION);
    }
    return operation.needs("apiKey")
        ? draft.header("X-API-Key", PlayedDesk.KEY)
        // Whoever is on the way back from Discord.
        : draft.header("Cookie", "__Host-login_attempt=" + PlayedDesk.BROWSER);
  }

  Draft method(String other) {
    return new Draft(other, path, query, headers, type, body);
  }

  Draft path(String other) {
    return new Draft(method, other, query, headers, type, body);
  }

  /** One parameter more. */
  Draft query(String name, String value) {
    List<ApiRequest.Parameter> more = new ArrayList<>(query);
    more.add(new ApiRequest.Parameter(name, value));
    return new Draft(method, path, more, headers, type, body);
  }

  Draft withoutQuery(String name) {
    return new Draft(
        method,
        path,
        query.stream().filter(parameter -> !parameter.name().equals(name)).toList(),
        headers,
        type,
        body);
  }

  /** That header, in place of what it was. */
  Draft header(String name, String value) {
    Map<String, List<String>> more = new LinkedHashMap<>(headers);
    more.put(name.toLowerCase(Locale.ROOT), List.of(value));
    return new Draft(method, path, query, more, type, body);
  }

  Draft without(String... names) {
    Map<String, List<String>> fewer = new LinkedHashMap<>(headers);
    for (String name : names) {
      fewer.remove(name.toLowerCase(Locale.ROOT));
    }
    return new Draft(method, path, query, fewer, type, body);
  }

  Draft session(String token) {
    return header("Cookie", "__Host-session_id=" + token).header("Sec-Fetch-Site", "same-origin");
  }

  Draft json(String text) {
    return body("application/json", text.getBytes(StandardCharsets.UTF_8));
  }

  Draft body(String mediaType, byte[] bytes) {
    return new Draft(method, path, query, headers, mediaType, ByteString.fromArray(bytes));
  }

  ApiRequest sent() {
    return new ApiRequest(
        method, path, query, headers, type, body, InetAddress.ofLiteral("192.0.2.1"));
  }
}
