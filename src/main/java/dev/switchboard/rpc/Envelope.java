package dev.switchboard.rpc;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One request: {@code {"method", "resource", "headers", "body"}}. As clients of the system that
 * this one succeeds expect it: names of fields in any case, the last of equal ones counts, what is
 * unknown and what follows the first JSON value is ignored, a missing method is GET.
 *
 * @param method in upper case
 * @param resource exactly as given; empty if missing
 * @param authorization the inner header {@code Authorization}, if there is one; HTTP's own are
 *     never looked at
 * @param body missing where the request has none
 */
record Envelope(String method, String resource, Optional<String> authorization, JsonNode body) {
  private static final ObjectReader READER = JsonMapper.builder().build().reader();
  private static final String BEARER = "Bearer ";

  /** It is no envelope; nothing in it is to be echoed. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    Malformed() {
      super("no envelope", null, false, false);
    }
  }

  static Envelope read(byte[] request) throws Malformed {
    JsonNode root;
    try (JsonParser parser = READER.createParser(request)) {
      root = READER.readTree(parser);
    } catch (IOException notJson) {
      throw new Malformed();
    }
    if (root == null || root.isMissingNode() || !(root.isObject() || root.isNull())) {
      throw new Malformed();
    }
    JsonNode method = MissingNode.getInstance();
    JsonNode resource = MissingNode.getInstance();
    JsonNode headers = MissingNode.getInstance();
    JsonNode body = MissingNode.getInstance();
    for (Map.Entry<String, JsonNode> field : root.properties()) {
      switch (field.getKey().toLowerCase(Locale.ROOT)) {
        case "method" -> method = field.getValue();
        case "resource" -> resource = field.getValue();
        case "headers" -> headers = field.getValue();
        case "body" -> body = field.getValue();
        default -> {
          // As the clients' own servers did: what is not known is not looked at.
        }
      }
    }
    String verb = text(method).toUpperCase(Locale.ROOT);
    return new Envelope(
        verb.isEmpty() ? "GET" : verb, text(resource), authorization(headers), body);
  }

  /** What follows {@code Bearer } in the inner header, if it begins so. */
  Optional<String> token() {
    return authorization
        .filter(value -> value.startsWith(BEARER))
        .map(value -> value.substring(BEARER.length()));
  }

  private static String text(JsonNode node) throws Malformed {
    if (node.isMissingNode() || node.isNull()) {
      return "";
    }
    if (!node.isTextual()) {
      throw new Malformed();
    }
    return node.textValue();
  }

  private static Optional<String> authorization(JsonNode headers) throws Malformed {
    if (headers.isMissingNode() || headers.isNull()) {
      return Optional.empty();
    }
    if (!headers.isObject()) {
      throw new Malformed();
    }
    Optional<String> found = Optional.empty();
    for (Map.Entry<String, JsonNode> header : headers.properties()) {
      String value = text(header.getValue());
      if (header.getKey().equalsIgnoreCase("Authorization")) {
        found = Optional.of(value);
      }
    }
    return found;
  }
}
