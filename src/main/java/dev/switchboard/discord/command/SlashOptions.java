package dev.switchboard.discord.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.discord.api.Payload;
import dev.switchboard.discord.message.MessageReader;
import dev.switchboard.ticket.model.Content;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads what a slash command or a form was filled with. Pure. */
public final class SlashOptions {
  private static final int FILE = 11;

  private SlashOptions() {}

  /** The options of a slash command ({@code data} of its interaction). */
  public static Arguments of(JsonNode data) {
    Map<String, String> texts = new HashMap<>();
    Map<String, Integer> numbers = new HashMap<>();
    Set<String> flags = new HashSet<>();
    // The files are read as those of a message, so that what they need is known in one place.
    ObjectNode carried = JsonNodeFactory.instance.objectNode();
    var files = carried.putArray("attachments");
    for (JsonNode option : data.path("options")) {
      String name = Payload.text(option.path("name"));
      JsonNode value = option.path("value");
      if (option.path("type").asInt() == FILE) {
        JsonNode file = data.path("resolved").path("attachments").path(value.asText());
        if (file.isObject()) {
          files.add(file);
        }
      } else if (value.isTextual()) {
        texts.put(name, value.textValue());
      } else if (value.isNumber()) {
        // Discord takes numbers up to 2^53: one beyond ours is the number of nothing.
        numbers.put(name, Math.clamp(value.longValue(), Integer.MIN_VALUE, Integer.MAX_VALUE));
      } else if (value.asBoolean(false)) {
        flags.add(name);
      }
    }
    return new Arguments(
        texts, numbers, flags, files.isEmpty() ? Content.of("") : MessageReader.content(carried));
  }

  /**
   * The option in which somebody types.
   *
   * @param typed what is there so far, whether it fits the option or not
   */
  record Focus(String option, String typed) {}

  /** Where somebody types who asks for suggestions; empty where Discord does not say. */
  static Optional<Focus> focus(JsonNode data) {
    for (JsonNode option : data.path("options")) {
      if (option.path("focused").asBoolean(false)) {
        return Optional.of(
            new Focus(Payload.text(option.path("name")), option.path("value").asText("")));
      }
    }
    return Optional.empty();
  }

  /** The value of a form's field, wherever it stands in the form; empty where there is none. */
  public static String field(JsonNode data, String customId) {
    for (JsonNode node : data.path("components")) {
      String found = fieldIn(node, customId);
      if (!found.isEmpty()) {
        return found;
      }
    }
    return "";
  }

  private static String fieldIn(JsonNode node, String customId) {
    if (Payload.text(node.path("custom_id")).equals(customId)) {
      return Payload.text(node.path("value"));
    }
    JsonNode inner = node.path("component");
    String found = inner.isObject() ? fieldIn(inner, customId) : "";
    return found.isEmpty() ? field(node, customId) : found;
  }
}
