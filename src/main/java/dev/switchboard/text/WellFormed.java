package dev.switchboard.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

/**
 * Texts that every system accepts. PostgreSQL refuses U+0000, and no encoding can represent an
 * unpaired surrogate. JSON can contain both as escapes, so anybody can send them; each is replaced
 * by U+FFFD.
 */
public final class WellFormed {
  private static final char REPLACEMENT = '\uFFFD';

  private WellFormed() {}

  /** The text with U+FFFD in place of each U+0000 and each unpaired surrogate. */
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

  /** Whether a text is one line without control characters and unpaired surrogates. */
  public static boolean isLine(String text) {
    return firstFault(text) == text.length() && text.chars().noneMatch(Character::isISOControl);
  }

  /** The tree with {@link #text} applied to all names and values; the given tree is not changed. */
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
