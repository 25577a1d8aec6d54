package dev.switchboard.discord.inbox;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.switchboard.discord.api.Payload;
import dev.switchboard.discord.message.ContentMessage;
import dev.switchboard.discord.message.MessageKind;
import dev.switchboard.discord.message.MessageReader;
import dev.switchboard.text.WellFormed;
import dev.switchboard.text.Words;
import dev.switchboard.ticket.model.Arrival;
import dev.switchboard.ticket.model.Content;
import dev.switchboard.ticket.model.Member;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reads an inbox row of a member's route. An unreadable row gives a stub, never an error. */
final class ArrivalReader {
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private ArrivalReader() {}

  /**
   * Reads one row.
   *
   * @param receivedAt the time of an event to which Discord gives none
   * @param words for what a message has besides its text
   */
  static Arrival read(StoredEvent event, Instant receivedAt, Words words) {
    var id = new Arrival.Id(event.kind(), event.key());
    long user = InboxRoutes.member(event.route());
    JsonNode data = json(event.payload());
    return switch (event.kind()) {
      case StoredEvent.MESSAGE -> {
        Instant at = MessageReader.time(data.path("timestamp"), event.ordering());
        long channel = Payload.id(data.path("channel_id"));
        long message = event.ordering();
        yield MessageKind.notice(data)
            .<Arrival>map(line -> new Arrival.Noticed(id, user, message, words.of(line), at))
            .orElseGet(() ->
                new Arrival.Wrote(id, author(data, user), channel, message, says(words, data), at));
      }
      case StoredEvent.EDIT -> {
        Instant at = MessageReader.time(data.path("edited_timestamp"), event.ordering());
        Optional<Content> said =
            MessageReader.hasText(data)
                ? Optional.of(MessageReader.content(words, data))
                : Optional.empty();
        yield new Arrival.Edited(id, user, event.ordering(), said, at);
      }
      case StoredEvent.REACTION ->
          new Arrival.Reacted(
              id,
              user,
              event.ordering(),
              MessageReader.emoji(data.path("emoji")),
              data.path("added").asBoolean(false));
      default -> new Arrival.Deleted(id, user, event.ordering(), receivedAt);
    };
  }

  private static Member author(JsonNode message, long user) {
    Member member = MessageReader.member(message.path("author"));
    return member.id() == user
        ? member
        : new Member(user, "user " + Long.toUnsignedString(user), "user " + user);
  }

  private static Content says(Words words, JsonNode message) {
    return message.isMissingNode()
        ? new Content("", List.of(), List.of(words.of(new ContentMessage.Unreadable())), 0)
        : MessageReader.content(words, message);
  }

  private static JsonNode json(String payload) {
    try {
      return WellFormed.json(JSON.readTree(payload));
    } catch (JacksonException e) {
      return MissingNode.getInstance();
    }
  }
}
