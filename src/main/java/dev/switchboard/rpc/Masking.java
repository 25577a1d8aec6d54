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
 * Bodies of requests as the audit log may keep them. Values of the fields that a resource knows are
 * kept, unless they are secret. All other values, and values that are neither plain nor a list of
 * plain values, become {@code ***}.
 */
final class Masking {
  static final String MASK = "***";

  /** Words that mark a field as secret when its name contains them, in every resource. */
  private static final Set<String> ALWAYS =
      Set.of("password", "secret", "token", "hash", "authorization");

  /** The form of a field name. Any other name may be a value in the wrong place. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z_-]{1,40}");

  private Masking() {}

  /**
   * A copy of the body without its secrets.
   *
   * @param known the names of fields, in lower case, whose values may be kept
   * @param secrets those of the known fields whose values may not be kept
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

  /** A copy of a masked body in which every value equal to a text becomes {@code ***}. */
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

  /** All plain values of a body, as text. */
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

  /** A plain value, or a list of plain values. No resource takes anything deeper. */
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
