package dev.switchboard.discord.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads Discord's JSON, whatever is missing, null or of another type than documented: what cannot
 * be read is as if it were not there.
 */
public final class Payload {
  private Payload() {}

  /** A snowflake, which Discord writes as a string; 0 where there is none. */
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

  /** A text; empty where there is none. */
  public static String text(JsonNode node) {
    return node.isTextual() ? node.textValue() : "";
  }

  /** The first that is not empty; empty if all are. */
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
