package dev.switchboard.sandbox.act;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.switchboard.sandbox.world.ApiError;
import dev.switchboard.sandbox.world.Json;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Set;

/**
 * Completes embeds as Discord stores them, and points {@code attachment://name} at the message's
 * files.
 */
final class Embeds {
  private static final Set<String> OF_BOTS =
      Set.of(
          "title",
          "description",
          "url",
          "color",
          "timestamp",
          "footer",
          "image",
          "thumbnail",
          "author",
          "fields");

  private Embeds() {}

  static ArrayNode stored(JsonNode embeds, JsonNode attachments) {
    ArrayNode list = Json.array();
    for (JsonNode embed : embeds) {
      ObjectNode stored = Json.object().put("type", "rich");
      for (String field : OF_BOTS) {
        if (Json.has(embed, field)) {
          stored.set(field, field(field, embed.get(field)));
        }
      }
      list.add(resolved(stored, attachments));
    }
    return list;
  }

  private static JsonNode field(String name, JsonNode value) {
    return switch (name) {
      case "timestamp" -> timestamp(value);
      case "fields" -> fields(value);
      case "footer", "author", "image", "thumbnail" -> withoutNulls(value);
      default -> value;
    };
  }

  private static JsonNode withoutNulls(JsonNode value) {
    ObjectNode copy = Json.object();
    value
        .properties()
        .forEach(e -> {
          if (!e.getValue().isNull()) {
            copy.set(e.getKey(), e.getValue());
          }
        });
    return copy;
  }

  private static JsonNode fields(JsonNode fields) {
    ArrayNode list = Json.array();
    for (JsonNode field : fields) {
      list.addObject()
          .put("name", field.path("name").asText())
          .put("value", field.path("value").asText())
          .put("inline", field.path("inline").asBoolean(false));
    }
    return list;
  }

  private static JsonNode timestamp(JsonNode value) {
    try {
      return TextNode.valueOf(Json.time(OffsetDateTime.parse(value.asText()).toInstant()));
    } catch (DateTimeParseException e) {
      throw ApiError.field(
          "embeds",
          "DATE_TIME_TYPE_PARSE",
          "Could not parse " + value.asText() + ". Should be ISO8601.");
    }
  }

  /** Replaces every {@code attachment://name} inside by the stored link of that file. */
  static JsonNode resolved(JsonNode node, JsonNode attachments) {
    if (node instanceof ObjectNode object) {
      object.properties().forEach(e -> e.setValue(resolved(e.getValue(), attachments)));
      return object;
    }
    if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        array.set(i, resolved(array.get(i), attachments));
      }
      return array;
    }
    if (node.isTextual() && node.textValue().startsWith("attachment://")) {
      String name = node.textValue().substring("attachment://".length());
      for (JsonNode attachment : attachments) {
        if (attachment.path("filename").asText().equals(name)) {
          return attachment.get("url");
        }
      }
    }
    return node;
  }
}
