package dev.switchboard.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

/**
 * Texts that every system takes: PostgreSQL refuses U+0000, and half a surrogate pair can be
 * written in no encoding. JSON can carry both as escapes, so a stranger can send them; each stands
 * as U+FFFD from then on.
 */
public final class WellFormed {
  private static final char REPLACEMENT = '\uFFFD';

  private WellFormed() {}

  /** The text, with U+FFFD in the place of each U+0000 and of each half of a pair. */
  public static String text(String text) {
    int first = firstFault(text);
    if (first == text.length()) {
      return text;
    }
    StringBuilder formed = new StringBuilder(text);
    for (int at = first; at < formed.length(); at++) {
      if (faulty(text, at)) {
        formed.setCharAt(at, REPLACEMENT);
      }
    }
    return formed.toString();
  }

  /** Whether it is one line that is kept as it is: without controls and halves of pairs. */
  public static boolean isLine(String text) {
    return firstFault(text) == text.length() && text.chars().noneMatch(Character::isISOControl);
  }

  /** The same for all names and values within; the given tree is not changed. */
  public static JsonNode json(JsonNode node) {
    return isFormed(node) ? node : formed(node);
  }

  private static int firstFault(String text) {
    int at = 0;
    while (at < text.length() && !faulty(text, at)) {
      at++;
    }
    return at;
  }

  private static boolean faulty(String text, int at) {
    char unit = text.charAt(at);
    if (Character.isHighSurrogate(unit)) {
      return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
    }
    if (Character.isLowSurrogate(unit)) {
      return at == 0 || !Character.isHighSurrogate(text.charAt(at - 1));
    }
    return unit == 0;
  }

  private static boolean isFormed(JsonNode node) {
    if (node.isTextual()) {
      return firstFault(node.textValue()) == node.textValue().length();
    }
    for (var field : node.properties()) {
      if (firstFault(field.getKey()) < field.getKey().length()) {
        return false;
      }
    }
    for (JsonNode child : node) {
      if (!isFormed(child)) {
        return false;
      }
    }
    return true;
  }

  private static JsonNode formed(JsonNode node) {
    if (node.isTextual()) {
      return TextNode.valueOf(text(node.textValue()));
    }
    if (node.isObject()) {
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      node.properties()
          .forEach(field -> object.set(text(field.getKey()), formed(field.getValue())));
      return object;
    }
    if (node.isArray()) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      node.forEach(child -> array.add(formed(child)));
      return array;
    }
    return node;
  }
}
