package dev.switchboard.discord.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads Discord's JSON with missing, null or wrongly typed fields: an unreadable value counts as
 * missing.
 */
public final class Payload {
  private Payload() {}

  /** A snowflake, which Discord sends as a string; 0 if it is missing. */
  public static long id(JsonNode node) {
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

  public static List<Long> ids(JsonNode array) {
    List<Long> ids = new ArrayList<>();
    for (JsonNode node : array) {
      long id = id(node);
      if (id != 0) {
        ids.add(id);
      }
    }
    return List.copyOf(ids);
  }

  /** A text; empty if it is missing. */
  public static String text(JsonNode node) {
    return node.isTextual() ? node.textValue() : "";
  }

  /** The first text that is not blank; empty if all are blank. */
  public static String firstText(JsonNode... nodes) {
    for (JsonNode node : nodes) {
      String text = text(node);
      if (!text.isBlank()) {
        return text;
      }
    }
    return "";
  }
}
