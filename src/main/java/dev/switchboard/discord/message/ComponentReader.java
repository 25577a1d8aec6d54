package dev.switchboard.discord.message;

import static dev.switchboard.discord.message.MessageReader.oneLine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.text.Words;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Converts a tree of components to lines. Every field of every object is searched, so that the
 * words and links of future kinds are found, too; unknown kinds are named ("Component Reference" in
 * Discord's documentation).
 */
final class ComponentReader {
  private static final int DEEPEST = 12;

  /** More lines than one message of Discord can have. */
  private static final int MOST_LINES = 200;

  private static final int BUTTON = 2;
  private static final int SEPARATOR = 14;

  private static final Map<Integer, String> KINDS =
      Map.ofEntries(
          Map.entry(1, "row"),
          Map.entry(BUTTON, "button"),
          Map.entry(3, "select"),
          Map.entry(4, "text input"),
          Map.entry(5, "user select"),
          Map.entry(6, "role select"),
          Map.entry(7, "mentionable select"),
          Map.entry(8, "channel select"),
          Map.entry(9, "section"),
          Map.entry(10, "text"),
          Map.entry(11, "thumbnail"),
          Map.entry(12, "media gallery"),
          Map.entry(13, "file"),
          Map.entry(SEPARATOR, "separator"),
          Map.entry(16, "content inventory entry"),
          Map.entry(17, "container"),
          Map.entry(18, "label"),
          Map.entry(19, "file upload"),
          Map.entry(21, "radio group"),
          Map.entry(22, "checkbox group"),
          Map.entry(23, "checkbox"));

  /** Fields with text for people, in reading order. */
  private static final List<String> WORDS =
      List.of("content", "title", "label", "placeholder", "description", "value", "name");

  /** The fields of a choice; its value is only for the application. */
  private static final List<String> OF_CHOICES = List.of("label", "description");

  /** Fields that are read separately, or only by programs. */
  private static final Set<String> NOT_PARTS = Set.of("options", "emoji", "default_values");

  private final Set<String> lines = new LinkedHashSet<>();

  private final Words words;

  private ComponentReader(Words words) {
    this.words = words;
  }

  static List<String> lines(Words words, JsonNode components) {
    ComponentReader reader = new ComponentReader(words);
    reader.all(components, false, 0);
    return List.copyOf(reader.lines);
  }

  private void all(JsonNode array, boolean hidden, int depth) {
    for (JsonNode one : array) {
      component(one, hidden, depth);
    }
  }

  private void component(JsonNode node, boolean hiddenAbove, int depth) {
    if (!node.isObject()) {
      return;
    }
    if (depth > DEEPEST) {
      add(words.of(new ContentMessage.TooDeep()), false);
      return;
    }
    boolean hidden = hiddenAbove || node.path("spoiler").asBoolean(false);
    int type = node.path("type").asInt(0);
    boolean typed = node.path("type").isNumber() || node.path("type").isTextual();
    if (typed && !KINDS.containsKey(type)) {
      add(words.of(new ContentMessage.UnknownPart(type)), false);
    }
    if (type == BUTTON) {
      button(node, hidden);
      return;
    }
    if (type == SEPARATOR) {
      return;
    }
    words(node, hidden);
    media(node, hidden);
    choices(node, hidden);
    node.properties()
        .forEach(field -> {
          if (!NOT_PARTS.contains(field.getKey())) {
            inside(field.getValue(), hidden, depth + 1);
          }
        });
  }

  private void inside(JsonNode value, boolean hidden, int depth) {
    if (value.isArray()) {
      all(value, hidden, depth);
    } else if (value.isObject() && !isMedia(value)) {
      component(value, hidden, depth);
    }
  }

  private void words(JsonNode node, boolean hidden) {
    for (String field : WORDS) {
      String text = MessageReader.words(node.path(field)).strip();
      if (!text.isEmpty()) {
        boolean isText = field.equals("content") || field.equals("value");
        String line = isText ? text : oneLine(text);
        add(field.equals("label") || field.equals("placeholder") ? "[" + line + "]" : line, hidden);
      }
    }
  }

  /** Discord's own address of an attached file means nothing to people, so it is not shown. */
  private void media(JsonNode node, boolean hidden) {
    for (JsonNode value : node) {
      if (isMedia(value)) {
        add(MessageReader.words(value.path("url")), hidden);
      }
    }
    String own = MessageReader.words(node.path("url"));
    if (!own.isEmpty()) {
      add(own, hidden);
    }
  }

  private static boolean isMedia(JsonNode value) {
    return value.isObject()
        && !value.has("type")
        && !MessageReader.words(value.path("url")).isEmpty();
  }

  private void button(JsonNode node, boolean hidden) {
    String label =
        Optional.of(oneLine(MessageReader.words(node.path("label"))))
            .filter(text -> !text.isEmpty())
            .orElseGet(() -> oneLine(MessageReader.words(node.path("emoji").path("name"))));
    String url = MessageReader.words(node.path("url"));
    String shown = label.isEmpty() ? "" : "[" + label + "]";
    add(url.isEmpty() ? shown : (shown + " " + url).strip(), hidden);
  }

  private void choices(JsonNode node, boolean hidden) {
    List<String> choices = new ArrayList<>();
    for (JsonNode option : node.path("options")) {
      String said =
          OF_CHOICES.stream()
              .map(field -> oneLine(MessageReader.words(option.path(field))))
              .filter(text -> !text.isEmpty())
              .reduce((label, description) -> label + " (" + description + ")")
              .orElse("");
      if (!said.isEmpty()) {
        choices.add(said);
      }
    }
    if (!choices.isEmpty()) {
      add(String.join(" / ", choices), hidden);
    }
  }

  private void add(String line, boolean hidden) {
    if (!line.isEmpty() && lines.size() < MOST_LINES) {
      lines.add(hidden ? hidden(line) : line);
    }
  }

  /** Text marked as a spoiler stays hidden until a reader clicks on it. */
  private static String hidden(String text) {
    return "||" + text.replace("||", "| |") + "||";
  }
}
