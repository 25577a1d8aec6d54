package dev.switchboard.discord.message;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.discord.api.Payload;
import dev.switchboard.text.Literal;
import dev.switchboard.text.WellFormed;
import dev.switchboard.text.Words;
import dev.switchboard.ticket.model.Attachment;
import dev.switchboard.ticket.model.Content;
import dev.switchboard.ticket.model.Member;
import dev.switchboard.timing.Snowflake;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the content of a message from Discord's JSON with missing, null or unknown fields. A
 * message without known content becomes a stub, never an error.
 */
public final class MessageReader {
  private static final int FORWARD = 1;

  private MessageReader() {}

  /**
   * The content of a message.
   *
   * @param spoken the words for what a message has besides its text
   */
  public static Content content(Words spoken, JsonNode message) {
    MessageExtras reader = new MessageExtras(spoken);
    List<Attachment> attachments = files(message);
    List<String> extras = new ArrayList<>(reader.of(message));
    describe(spoken, message.path("attachments"), extras);
    String text = words(message.path("content"));
    JsonNode reference = message.path("message_reference");
    JsonNode snapshots = message.path("message_snapshots");
    for (JsonNode snapshot : snapshots) {
      describe(spoken, snapshot.path("message").path("attachments"), extras);
    }
    boolean forwarded = isForward(message) || !snapshots.isEmpty();
    if (text.isEmpty() && attachments.isEmpty() && extras.isEmpty()) {
      extras.add(reader.stub(message));
    }
    long answers = forwarded ? 0 : Payload.id(reference.path("message_id"));
    return new Content(text, attachments, extras, answers);
  }

  /** Whether the message forwards another one, whose content is in its snapshots. */
  static boolean isForward(JsonNode message) {
    return message.path("message_reference").path("type").asInt() == FORWARD;
  }

  /** Whether the text is present: a text that is missing in an update has not changed. */
  public static boolean hasText(JsonNode message) {
    JsonNode content = message.path("content");
    return content.isValueNode() && !content.isNull();
  }

  /** The files of a message, also of those that it forwards. */
  public static List<Attachment> files(JsonNode message) {
    List<Attachment> files = new ArrayList<>(attachments(message.path("attachments")));
    for (JsonNode snapshot : message.path("message_snapshots")) {
      files.addAll(attachments(snapshot.path("message").path("attachments")));
    }
    return files;
  }

  /** The author of a message or another action; id 0 if Discord does not name one. */
  public static Member member(JsonNode user) {
    long id = Payload.id(user.path("id"));
    String userName = oneLine(words(user.path("username")));
    String name = userName.isBlank() ? "user " + Long.toUnsignedString(id) : userName;
    String displayName = oneLine(words(user.path("global_name")));
    return new Member(id, name, displayName.isBlank() ? name : displayName);
  }

  /** The time from an ISO 8601 time stamp; without one, the time in the id. */
  public static Instant time(JsonNode timestamp, long id) {
    try {
      return OffsetDateTime.parse(Payload.text(timestamp)).toInstant();
    } catch (DateTimeException e) {
      return Snowflake.time(id);
    }
  }

  /** {@code name:id} of a custom emoji, else the Unicode emoji; empty if it cannot be read. */
  public static String emoji(JsonNode emoji) {
    String name = words(emoji.path("name"));
    long id = Payload.id(emoji.path("id"));
    if (id == 0) {
      return name;
    }
    return (name.isBlank() ? "emoji" : name) + ":" + Long.toUnsignedString(id);
  }

  private static List<Attachment> attachments(JsonNode array) {
    List<Attachment> attachments = new ArrayList<>();
    for (JsonNode node : array) {
      String url = address(node);
      if (!url.isEmpty()) {
        attachments.add(
            new Attachment(
                Payload.id(node.path("id")),
                FileName.of(node),
                Math.max(Attachment.UNTOLD, node.path("size").asLong(Attachment.UNTOLD)),
                url,
                words(node.path("content_type"))));
      }
    }
    return attachments;
  }

  private static String address(JsonNode attachment) {
    return Payload.firstText(attachment.path("url"), attachment.path("proxy_url"));
  }

  /** Adds the alternative texts of files, and lines for files without a URL. */
  private static void describe(Words spoken, JsonNode attachments, List<String> extras) {
    for (JsonNode node : attachments) {
      String name = Literal.inMarkdown(FileName.of(node));
      if (node.isObject() && address(node).isEmpty()) {
        extras.add(spoken.of(new ContentMessage.FileWithoutAddress(name)));
      }
      String said = oneLine(words(node.path("description")));
      if (!said.isEmpty()) {
        extras.add(spoken.of(new ContentMessage.FileDescription(name, said)));
      }
    }
  }

  /** A name, or other text that Discord shows literally, escaped for Markdown. */
  static String name(JsonNode node) {
    return Literal.inMarkdown(words(node));
  }

  /** A well-formed text; a number in its JSON form. */
  public static String words(JsonNode node) {
    return node.isValueNode() && !node.isNull() ? WellFormed.text(node.asText("")) : "";
  }

  /** The text in one line, without invisible characters; its Markdown stays. */
  static String oneLine(String text) {
    return Literal.visible(text);
  }
}
