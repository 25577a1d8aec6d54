package dev.switchboard.sandbox.world;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Reads and writes JSON trees, and the forms of ids and times that Discord uses in them. */
public final class Json {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'000+00:00'");

  private Json() {}

  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  public static ArrayNode array() {
    return JsonNodeFactory.instance.arrayNode();
  }

  public static byte[] bytes(JsonNode node) {
    try {
      return MAPPER.writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads one JSON value. Empty if the bytes are not JSON. */
  public static Optional<JsonNode> read(byte[] bytes) {
    try {
      JsonNode node = MAPPER.readTree(bytes);
      return node == null || node.isMissingNode() ? Optional.empty() : Optional.of(node);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Reads an object that the sandbox itself wrote. */
  public static ObjectNode readObject(byte[] bytes) {
    return read(bytes)
        .filter(ObjectNode.class::isInstance)
        .map(ObjectNode.class::cast)
        .orElseThrow(() -> new IllegalArgumentException("not a JSON object"));
  }

  /**
   * The id in a field; 0 if there is none. Discord writes ids as strings, some clients as numbers.
   */
  public static long id(JsonNode node, String field) {
    return id(node.path(field));
  }

  public static long id(JsonNode node) {
    if (node.isIntegralNumber()) {
      return node.longValue();
    }
    return id(node.asText(""));
  }

  public static long id(String text) {
    if (text.isEmpty() || text.length() > 19 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return 0;
    }
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException tooLarge) {
      return 0;
    }
  }

  public static String time(Instant instant) {
    return TIME.format(instant.atOffset(ZoneOffset.UTC));
  }

  /** A shallow copy: its fields can be replaced, but their values are shared. */
  public static ObjectNode copy(ObjectNode node) {
    ObjectNode copy = object();
    copy.setAll(node);
    return copy;
  }

  /** Whether a field is present and not null. */
  public static boolean has(JsonNode node, String field) {
    return node.hasNonNull(field);
  }
}
