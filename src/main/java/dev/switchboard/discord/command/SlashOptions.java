package dev.switchboard.discord.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.discord.api.Payload;
import dev.switchboard.discord.message.MessageReader;
import dev.switchboard.text.Words;
import dev.switchboard.ticket.model.Content;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the values of a slash command or a form. Pure. */
public final class SlashOptions {
  private static final int FILE = 11;

  private SlashOptions() {}

  /**
   * The options of a slash command ({@code data} of its interaction).
   *
   * @param words for what is said about files
   */
  public static Arguments of(Words words, JsonNode data) {
    Map<String, String> texts = new HashMap<>();
    Map<String, Integer> numbers = new HashMap<>();
    Set<String> flags = new HashSet<>();
    // Files are read like those of a message, so that the code for their fields exists only once.
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
        // Discord allows numbers up to 2^53; a number beyond an int names no reply.
        numbers.put(name, Math.clamp(value.longValue(), Integer.MIN_VALUE, Integer.MAX_VALUE));
      } else if (value.asBoolean(false)) {
        flags.add(name);
      }
    }
    return new Arguments(
        texts,
        numbers,
        flags,
        files.isEmpty() ? Content.of("") : MessageReader.content(words, carried));
  }

  /**
   * The option that a user is filling in.
   *
   * @param typed the text so far, valid or not
   */
  record Focus(String option, String typed) {}

  /** The option for which suggestions are requested; empty if Discord does not name it. */
  static Optional<Focus> focus(JsonNode data) {
    for (JsonNode option : data.path("options")) {
      if (option.path("focused").asBoolean(false)) {
        return Optional.of(
            new Focus(Payload.text(option.path("name")), option.path("value").asText("")));
      }
    }
    return Optional.empty();
  }

  /** The value of a form's field at any depth; empty if it is missing. */
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
