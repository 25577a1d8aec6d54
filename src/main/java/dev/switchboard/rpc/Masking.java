package dev.switchboard.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Bodies as they may be kept. Values of the fields that a resource knows are, unless they are
 * secret; all others are {@code ***}, and so is what is no plain value.
 */
final class Masking {
  static final String MASK = "***";

  /** A field with such a word in its name holds a secret, wherever it is. */
  private static final Set<String> ALWAYS =
      Set.of("password", "secret", "token", "hash", "authorization");

  /** What may be the name of a field; anything else may be a value in a wrong place. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z_-]{1,40}");

  private Masking() {}

  /**
   * A copy of the body without its secrets.
   *
   * @param known names of fields, in lower case, whose values may be kept
   * @param secrets those of them that may not
   */
  static JsonNode of(JsonNode body, Set<String> known, Set<String> secrets) {
    if (!(body instanceof ObjectNode object)) {
      return TextNode.valueOf(MASK);
    }
    ObjectNode masked = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      String name = field.getKey();
      String lower = name.toLowerCase(Locale.ROOT);
      boolean kept =
          known.contains(lower)
              && !secrets.contains(lower)
              && ALWAYS.stream().noneMatch(lower::contains);
      masked.set(
          NAME.matcher(name).matches() ? name : MASK,
          kept ? plain(field.getValue()) : TextNode.valueOf(MASK));
    }
    return masked;
  }

  /** The same without that text, wherever it is a value. */
  static JsonNode without(JsonNode masked, String text) {
    return switch (masked) {
      case ObjectNode object -> {
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        object
            .properties()
            .forEach(field -> copy.set(field.getKey(), without(field.getValue(), text)));
        yield copy;
      }
      case ArrayNode list -> {
        ArrayNode copy = JsonNodeFactory.instance.arrayNode();
        list.forEach(item -> copy.add(without(item, text)));
        yield copy;
      }
      default -> masked.asText().equals(text) ? TextNode.valueOf(MASK) : masked;
    };
  }

  /** All plain values in it, as text. */
  static Stream<String> texts(JsonNode body) {
    List<String> texts = new ArrayList<>();
    List<JsonNode> left = new ArrayList<>(List.of(body));
    while (!left.isEmpty()) {
      JsonNode node = left.removeLast();
      if (node.isContainerNode()) {
        node.forEach(left::add);
      } else {
        texts.add(node.asText());
      }
    }
    return texts.stream();
  }

  /** A plain value, or a list of them; no resource takes anything deeper. */
  private static JsonNode plain(JsonNode value) {
    if (value.isValueNode()) {
      return value;
    }
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    if (value.isArray()) {
      value.forEach(item -> list.add(item.isValueNode() ? item : TextNode.valueOf(MASK)));
      return list;
    }
    return TextNode.valueOf(MASK);
  }
}
