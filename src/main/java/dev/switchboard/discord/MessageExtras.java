package dev.switchboard.discord;

import static dev.switchboard.discord.MessageReader.oneLine;
import static dev.switchboard.discord.MessageReader.words;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.text.Graphemes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The parts of a message that are neither text nor file, each as a line of Markdown (a forwarded
 * message and a poll as several). ("Message Object", Discord's documentation.)
 */
final class MessageExtras {
  private static final int VOICE_MESSAGE = 1 << 13;
  private static final int PNG = 1;
  private static final int APNG = 2;
  private static final int GIF = 4;
  private static final int SHORT = 300;

  /** What every message has, so that it says nothing about what is missing in an empty one. */
  private static final Set<String> ORDINARY =
      Set.of(
          "id",
          "channel_id",
          "guild_id",
          "author",
          "member",
          "content",
          "timestamp",
          "edited_timestamp",
          "tts",
          "mention_everyone",
          "mentions",
          "mention_roles",
          "mention_channels",
          "attachments",
          "embeds",
          "reactions",
          "nonce",
          "pinned",
          "webhook_id",
          "type",
          "message_reference",
          "referenced_message",
          "flags",
          "components",
          "position",
          "channel_type",
          "application_id",
          "sticker_items",
          "message_snapshots");

  private MessageExtras() {}

  static List<String> of(JsonNode message) {
    List<String> lines = new ArrayList<>();
    MessageKind.line(message).ifPresent(lines::add);
    for (JsonNode snapshot : message.path("message_snapshots")) {
      lines.add(forwarded(snapshot.path("message")));
    }
    parts(message, lines);
    return lines;
  }

  /** Names a message in which nothing was found. */
  static String stub(JsonNode message) {
    Set<String> unknown = new TreeSet<>();
    message
        .properties()
        .forEach(field -> {
          JsonNode value = field.getValue();
          boolean empty = value.isNull() || (value.isContainerNode() && value.isEmpty());
          if (!empty && !ORDINARY.contains(field.getKey())) {
            unknown.add(field.getKey());
          }
        });
    return unknown.isEmpty()
        ? "*An empty message*"
        : "*A message that cannot be shown here (" + String.join(", ", unknown) + ")*";
  }

  private static void parts(JsonNode message, List<String> lines) {
    for (JsonNode sticker : message.path("sticker_items")) {
      lines.add(sticker(sticker));
    }
    if ((message.path("flags").asInt() & VOICE_MESSAGE) != 0) {
      lines.add(voice(message.path("attachments").path(0)));
    }
    if (message.path("poll").isObject()) {
      lines.add(PollReader.poll(message.path("poll")));
    }
    if (message.path("activity").isObject()) {
      String game = oneLine(words(message.path("application").path("name")));
      lines.add("Invitation to an activity" + (game.isEmpty() ? "" : ": " + game));
    }
    String text = words(message.path("content"));
    for (JsonNode embed : message.path("embeds")) {
      // The result of a poll is fields for programs; the line of its kind says it.
      if (!words(embed.path("type")).equals("poll_result")) {
        embed(embed, text, lines);
      }
    }
    lines.addAll(ComponentReader.lines(message.path("components")));
  }

  private static String forwarded(JsonNode message) {
    List<String> quoted = new ArrayList<>();
    String text = words(message.path("content"));
    if (!text.isBlank()) {
      quoted.addAll(text.lines().toList());
    }
    List<String> parts = new ArrayList<>();
    MessageKind.line(message).ifPresent(parts::add);
    parts(message, parts);
    parts.forEach(part -> quoted.addAll(part.lines().toList()));
    int files = message.path("attachments").size();
    if (files > 0) {
      quoted.add(files == 1 ? "*with a file*" : "*with " + files + " files*");
    }
    if (quoted.isEmpty()) {
      quoted.add(stub(message));
    }
    return quoted.stream()
        .map(line -> "> " + line)
        .collect(Collectors.joining("\n", "**Forwarded message**\n", ""));
  }

  private static String sticker(JsonNode sticker) {
    String name = oneLine(words(sticker.path("name")));
    String title = name.isEmpty() ? "Sticker" : "Sticker: " + name;
    long id = Payload.id(sticker.path("id"));
    if (id == 0) {
      return title;
    }
    String ending =
        switch (sticker.path("format_type").asInt()) {
          case PNG, APNG -> ".png";
          case GIF -> ".gif";
          // A vector animation that no client shows from its address, and what is not known.
          default -> "";
        };
    if (ending.isEmpty()) {
      return title;
    }
    // Discord4J's ImageUtil names the same host; animated stickers are served elsewhere.
    String host =
        ending.equals(".gif") ? "https://media.discordapp.net" : "https://cdn.discordapp.com";
    return title + " (" + host + "/stickers/" + Long.toUnsignedString(id) + ending + ")";
  }

  private static String voice(JsonNode attachment) {
    long seconds = Math.round(attachment.path("duration_secs").asDouble(0));
    return seconds <= 0
        ? "Voice message"
        : "Voice message, %d:%02d".formatted(seconds / 60, seconds % 60);
  }

  /** A preview of a link that the text names adds nothing: Discord previews the relayed one too. */
  private static void embed(JsonNode embed, String text, List<String> lines) {
    String url = words(embed.path("url"));
    if (!url.isEmpty() && text.contains(url)) {
      return;
    }
    List<String> parts = new ArrayList<>();
    String title = oneLine(words(embed.path("title")));
    String author = oneLine(words(embed.path("author").path("name")));
    String heading = title.isEmpty() ? author : title;
    if (!heading.isEmpty()) {
      parts.add("**" + heading + "**");
    }
    String description = shortened(oneLine(words(embed.path("description"))));
    if (!description.isEmpty()) {
      parts.add(description);
    }
    for (JsonNode field : embed.path("fields")) {
      String value = shortened(oneLine(words(field.path("value"))));
      parts.add(oneLine(words(field.path("name"))) + ": " + value);
    }
    String link =
        Payload.firstText(
            embed.path("url"), embed.path("image").path("url"), embed.path("video").path("url"));
    if (!link.isEmpty() && !text.contains(link)) {
      parts.add(link);
    }
    if (!parts.isEmpty()) {
      lines.add(String.join(" · ", parts));
    }
  }

  private static String shortened(String text) {
    return Graphemes.shortened(text, SHORT);
  }
}
