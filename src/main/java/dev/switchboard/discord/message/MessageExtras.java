package dev.switchboard.discord.message;

import static dev.switchboard.discord.message.MessageReader.name;
import static dev.switchboard.discord.message.MessageReader.oneLine;
import static dev.switchboard.discord.message.MessageReader.words;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.discord.api.Payload;
import dev.switchboard.text.Graphemes;
import dev.switchboard.text.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The parts of a message besides text and files, each as a line of Markdown; a forwarded message
 * and a poll have several lines ("Message Object" in Discord's documentation).
 */
final class MessageExtras {
  private static final int VOICE_MESSAGE = 1 << 13;
  private static final int PNG = 1;
  private static final int APNG = 2;
  private static final int GIF = 4;
  private static final int SHORT = 300;

  /** Embeds that Discord makes from a link in the text; their words are those of the site. */
  private static final Set<String> PREVIEWS = Set.of("link", "article", "video", "gifv", "image");

  /** Fields of every message, which explain nothing about an empty one. */
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

  private final Words words;

  /**
   * @param words in which the lines are written
   */
  MessageExtras(Words words) {
    this.words = words;
  }

  List<String> of(JsonNode message) {
    List<String> lines = new ArrayList<>();
    MessageKind.line(message).map(words::of).ifPresent(lines::add);
    JsonNode snapshots = message.path("message_snapshots");
    for (JsonNode snapshot : snapshots) {
      lines.add(forwarded(snapshot.path("message")));
    }
    if (MessageReader.isForward(message) && snapshots.isEmpty()) {
      lines.add(forwarded(List.of(words.of(new ContentMessage.ForwardedUnseen()))));
    }
    parts(message, lines);
    return lines;
  }

  /** A stub for a message in which no content was found. */
  String stub(JsonNode message) {
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
        ? words.of(new ContentMessage.Empty())
        : words.of(new ContentMessage.NotShown(String.join(", ", unknown)));
  }

  private void parts(JsonNode message, List<String> lines) {
    JsonNode stickers = message.path("sticker_items");
    // Older messages have stickers in another field.
    for (JsonNode sticker : stickers.isEmpty() ? message.path("stickers") : stickers) {
      lines.add(sticker(sticker));
    }
    if ((message.path("flags").asInt() & VOICE_MESSAGE) != 0) {
      lines.add(voice(message.path("attachments").path(0)));
    }
    if (message.path("poll").isObject()) {
      lines.add(words.of(PollReader.poll(message.path("poll"))));
    }
    if (message.path("activity").isObject()) {
      String game = name(message.path("application").path("name"));
      lines.add(
          words.of(
              game.isEmpty()
                  ? new ContentMessage.Activity()
                  : new ContentMessage.NamedActivity(game)));
    }
    for (JsonNode sound : message.path("soundboard_sounds")) {
      String name = name(sound.path("name"));
      lines.add(
          words.of(
              name.isEmpty() ? new ContentMessage.Sound() : new ContentMessage.NamedSound(name)));
    }
    if (message.path("shared_client_theme").isObject()) {
      lines.add(words.of(new ContentMessage.Theme()));
    }
    String text = words(message.path("content"));
    for (JsonNode embed : message.path("embeds")) {
      // A poll's result is in fields for programs; the line for the message type contains it.
      if (!words(embed.path("type")).equals("poll_result")) {
        embed(embed, text, lines);
      }
    }
    lines.addAll(ComponentReader.lines(words, message.path("components")));
  }

  private String forwarded(JsonNode message) {
    List<String> quoted = new ArrayList<>();
    String text = words(message.path("content"));
    if (!text.isBlank()) {
      quoted.addAll(text.lines().toList());
    }
    List<String> parts = new ArrayList<>();
    MessageKind.line(message).map(words::of).ifPresent(parts::add);
    parts(message, parts);
    parts.forEach(part -> quoted.addAll(part.lines().toList()));
    int files = message.path("attachments").size();
    if (files > 0) {
      quoted.add(words.of(new ContentMessage.WithFiles(files)));
    }
    if (quoted.isEmpty()) {
      quoted.add(stub(message));
    }
    return forwarded(quoted);
  }

  private String forwarded(List<String> quoted) {
    return quoted.stream()
        .map(line -> "> " + line)
        .collect(Collectors.joining("\n", words.of(new ContentMessage.Forwarded()) + "\n", ""));
  }

  private String sticker(JsonNode sticker) {
    String name = name(sticker.path("name"));
    String title =
        words.of(
            name.isEmpty() ? new ContentMessage.Sticker() : new ContentMessage.NamedSticker(name));
    long id = Payload.id(sticker.path("id"));
    if (id == 0) {
      return title;
    }
    String ending =
        switch (sticker.path("format_type").asInt()) {
          case PNG, APNG -> ".png";
          case GIF -> ".gif";
          // A vector animation, which no client shows from a URL, or an unknown format.
          default -> "";
        };
    if (ending.isEmpty()) {
      return title;
    }
    // Discord4J's ImageUtil has the same host; animated stickers are served from another one.
    String host =
        ending.equals(".gif") ? "https://media.discordapp.net" : "https://cdn.discordapp.com";
    return title + " (" + host + "/stickers/" + Long.toUnsignedString(id) + ending + ")";
  }

  private String voice(JsonNode attachment) {
    long seconds = Math.round(attachment.path("duration_secs").asDouble(0));
    return words.of(
        seconds <= 0
            ? new ContentMessage.Voice()
            : new ContentMessage.TimedVoice("%d:%02d".formatted(seconds / 60, seconds % 60)));
  }

  /**
   * The preview of a link in the text is left out, since Discord makes one for the relayed text,
   * too. Of other embeds all readable text is kept.
   */
  private static void embed(JsonNode embed, String text, List<String> lines) {
    boolean preview = PREVIEWS.contains(words(embed.path("type")));
    String url = words(embed.path("url"));
    if (preview && !url.isEmpty() && text.contains(url)) {
      return;
    }
    List<String> parts = new ArrayList<>();
    String title = shortened(embed.path("title"));
    String author = shortened(embed.path("author").path("name"));
    String heading = title.isEmpty() ? author : title;
    if (!heading.isEmpty()) {
      parts.add("**" + heading + "**");
    }
    if (!title.isEmpty()) {
      parts.add(author);
    }
    parts.add(shortened(embed.path("description")));
    for (JsonNode field : embed.path("fields")) {
      parts.add(shortened(field.path("name")) + ": " + shortened(field.path("value")));
    }
    parts.add(shortened(embed.path("footer").path("text")));
    if (!preview) {
      parts.add(shortened(embed.path("provider").path("name")));
    }
    List<String> links = links(embed);
    // The pictures of a preview belong to the site, so its own URL is enough.
    links.stream()
        .limit(preview ? 1 : links.size())
        .filter(link -> !preview || !text.contains(link))
        .forEach(parts::add);
    parts.removeIf(String::isEmpty);
    if (!parts.isEmpty()) {
      lines.add(String.join(" · ", parts));
    }
  }

  /** The distinct links, the main one first. */
  private static List<String> links(JsonNode embed) {
    return Stream.of(
            embed.path("url"),
            embed.path("image").path("url"),
            embed.path("video").path("url"),
            embed.path("thumbnail").path("url"),
            embed.path("author").path("url"))
        .map(MessageReader::words)
        .filter(link -> !link.isEmpty())
        .distinct()
        .toList();
  }

  private static String shortened(JsonNode text) {
    return Graphemes.shortened(oneLine(words(text)), SHORT);
  }
}
