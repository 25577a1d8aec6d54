package dev.switchboard.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Bodies as they may be kept: secrets are {@code ***}, however deep and in whatever case. */
final class Masking {
  private static final TextNode MASK = TextNode.valueOf("***");

  /** A field with such a word in its name holds a secret, wherever it is. */
  private static final Set<String> ALWAYS =
      Set.of("password", "secret", "token", "hash", "authorization");

  private Masking() {}

  static JsonNode of(JsonNode body, Set<String> secrets) {
    return switch (body) {
      case ObjectNode object -> {
        ObjectNode masked = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> field : object.properties()) {
          masked.set(
              field.getKey(),
              isSecret(field.getKey(), secrets) ? MASK : of(field.getValue(), secrets));
        }
        yield masked;
      }
      case ArrayNode list -> {
        ArrayNode masked = JsonNodeFactory.instance.arrayNode();
        list.forEach(item -> masked.add(of(item, secrets)));
        yield masked;
      }
      default -> body;
    };
  }

  private static boolean isSecret(String name, Set<String> secrets) {
    String lower = name.toLowerCase(Locale.ROOT);
    return secrets.contains(lower) || ALWAYS.stream().anyMatch(lower::contains);
  }
}
