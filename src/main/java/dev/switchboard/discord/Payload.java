package dev.switchboard.discord;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads Discord's JSON, whatever is missing, null or of another type than documented: what cannot
 * be read is as if it were not there.
 */
final class Payload {
  /**
   * The first second of 2015, from which Discord counts ("Snowflakes", Discord's documentation).
   */
  private static final long EPOCH = 1_420_070_400_000L;

  private Payload() {}

  /** When the thing with this id was made. */
  static Instant timeOf(long snowflake) {
    return Instant.ofEpochMilli((snowflake >>> 22) + EPOCH);
  }

  /** A snowflake, which Discord writes as a string; 0 where there is none. */
  static long id(JsonNode node) {
    if (node.isIntegralNumber()) {
      return node.longValue();
    }
    if (!node.isTextual()) {
      return 0;
    }
    try {
      return Long.parseUnsignedLong(node.textValue());
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  static List<Long> ids(JsonNode array) {
    List<Long> ids = new ArrayList<>();
    for (JsonNode node : array) {
      long id = id(node);
      if (id != 0) {
        ids.add(id);
      }
    }
    return List.copyOf(ids);
  }

  /** A point in time, which Discord writes as in ISO 8601 with an offset. */
  static Optional<Instant> instant(JsonNode node) {
    try {
      return Optional.of(OffsetDateTime.parse(text(node)).toInstant());
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }

  /** A text; empty where there is none. */
  static String text(JsonNode node) {
    return node.isTextual() ? node.textValue() : "";
  }

  /** The first that is not empty; empty if all are. */
  static String firstText(JsonNode... nodes) {
    for (JsonNode node : nodes) {
      String text = text(node);
      if (!text.isBlank()) {
        return text;
      }
    }
    return "";
  }
}
