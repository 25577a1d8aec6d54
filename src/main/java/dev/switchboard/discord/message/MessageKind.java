package dev.switchboard.discord.message;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.text.Message;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Distinguishes messages of people from Discord's own notices about an action. A notice has the
 * person as its author ("Message Types" in Discord's documentation).
 */
public final class MessageKind {
  /** Plain messages, replies, and answers of applications to commands. */
  private static final Set<Integer> WORDS = Set.of(0, 19, 20, 23);

  /** The other known types: notices, even with content. */
  private static final Set<Integer> NOTICES =
      Set.of(
          1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 15, 16, 17, 18, 21, 22, 24, 25, 26, 27, 28, 29,
          31, 32, 36, 37, 38, 39, 44, 46);

  /** The fields with content, for any type. */
  private static final List<String> CONTENT =
      List.of(
          "content",
          "attachments",
          "sticker_items",
          "stickers",
          "soundboard_sounds",
          "shared_client_theme",
          "embeds",
          "components",
          "message_snapshots",
          "poll");

  private MessageKind() {}

  /** The line for a notice; empty for a message of a person. */
  public static Optional<Message> notice(JsonNode message) {
    int type = type(message);
    if (WORDS.contains(type) || (!NOTICES.contains(type) && hasContent(message))) {
      return Optional.empty();
    }
    return Optional.of(line(message, type));
  }

  /** The line for the type of a message; empty for the types of people's messages. */
  static Optional<Message> line(JsonNode message) {
    int type = type(message);
    return WORDS.contains(type) ? Optional.empty() : Optional.of(line(message, type));
  }

  private static int type(JsonNode message) {
    return message.path("type").asInt(0);
  }

  private static boolean hasContent(JsonNode message) {
    return CONTENT.stream()
        .map(message::path)
        .anyMatch(part ->
            part.isContainerNode() ? !part.isEmpty() : !MessageReader.words(part).isBlank());
  }

  private static Message line(JsonNode message, int type) {
    return switch (type) {
      case 1 -> new ContentMessage.MemberAdded();
      case 2 -> new ContentMessage.MemberRemoved();
      case 3 -> new ContentMessage.Call();
      case 4, 5 -> new ContentMessage.Renamed();
      case 6 -> new ContentMessage.Pinned();
      case 7 -> new ContentMessage.Joined();
      case 8, 9, 10, 11 -> new ContentMessage.Boosted();
      case 12 -> new ContentMessage.ChannelFollowed();
      case 18, 21 -> new ContentMessage.ThreadStarted();
      case 24 -> new ContentMessage.AutoMod();
      case 44 -> new ContentMessage.Purchase();
      case 46 -> PollReader.result(message);
      default ->
          NOTICES.contains(type)
              ? new ContentMessage.Notice(type)
              : new ContentMessage.UnknownKind(type);
    };
  }
}
