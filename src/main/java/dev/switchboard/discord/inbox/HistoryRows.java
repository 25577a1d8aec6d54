package dev.switchboard.discord.inbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.discord.api.Payload;
import dev.switchboard.discord.inbox.InboxTable.NewRow;
import dev.switchboard.discord.inbox.InboxTable.RowKey;
import dev.switchboard.discord.message.MessageReader;
import java.util.Map;
import java.util.Optional;

/**
 * Makes rows of the inbox out of a channel's history, such as {@link FrameSorter} makes of what
 * comes live: the same keys, and payloads with all that those who read them look for. Pure.
 *
 * @param staffGuild where tickets' channels are; a history does not say it
 */
public record HistoryRows(FrameSorter sorter, long staffGuild) {
  /** In the payload of an edit: the message was put into the inbox as it says here, not before. */
  public static final String READ_SO = "read_so";

  private static final int CREATION = 0;
  private static final int CHANGE = 1;
  private static final int DELETION = 3;

  /** Whether a message is one that we keep: not our own, no bot's, and in a DM the member's. */
  boolean isSaid(TrackedChannel channel, JsonNode message) {
    boolean theirs =
        switch (channel) {
          case TrackedChannel.Dm(long user, _) ->
              Payload.id(message.path("author").path("id")) == user;
          case TrackedChannel.OfTicket _ -> true;
        };
    return theirs && !sorter.notByPeople(message);
  }

  /** Of the row of a message. */
  static RowKey key(JsonNode message) {
    return new RowKey(StoredEvent.MESSAGE, Long.toUnsignedString(HistoryPage.id(message)));
  }

  NewRow message(TrackedChannel channel, JsonNode message, Map<Long, JsonNode> members) {
    long id = HistoryPage.id(message);
    JsonNode payload = placed(channel, message, members);
    return row(channel, StoredEvent.MESSAGE, Long.toUnsignedString(id), id, payload, CREATION);
  }

  /**
   * As it was last edited; nothing where nobody edited it, or its text is not told.
   *
   * @param readSo whether the row of the message itself was made of the same words
   */
  Optional<NewRow> edit(TrackedChannel channel, JsonNode message, boolean readSo) {
    String edited = Payload.text(message.path("edited_timestamp"));
    if (edited.isEmpty() || !MessageReader.hasText(message) || !isSaid(channel, message)) {
      return Optional.empty();
    }
    long id = HistoryPage.id(message);
    String key = Long.toUnsignedString(id) + StoredEvent.editKeyTail(message);
    JsonNode payload = placed(channel, message, Map.of());
    if (readSo
        && channel instanceof TrackedChannel.OfTicket
        && payload instanceof ObjectNode known) {
      payload = known.deepCopy().put(READ_SO, true);
    }
    return Optional.of(row(channel, StoredEvent.EDIT, key, id, payload, CHANGE));
  }

  NewRow deletion(TrackedChannel channel, long message) {
    String id = Long.toUnsignedString(message);
    ObjectNode payload =
        JsonNodeFactory.instance
            .objectNode()
            .put("id", id)
            .put("channel_id", Long.toUnsignedString(channel.channel()));
    return row(
        channel, StoredEvent.DELETE, id, message, placed(channel, payload, Map.of()), DELETION);
  }

  /** Whatever else happened in the channel happened before. */
  NewRow channelDeletion(long channel) {
    String id = Long.toUnsignedString(channel);
    ObjectNode payload =
        JsonNodeFactory.instance
            .objectNode()
            .put("id", id)
            .put("guild_id", Long.toUnsignedString(staffGuild));
    return new NewRow(
        new StoredEvent(
            StoredEvent.CHANNEL_DELETE,
            id,
            StoredEvent.channelRoute(channel),
            Long.MAX_VALUE,
            payload.toString()),
        DELETION);
  }

  /** Told to staff once in each session. */
  NewRow unreadable(long channel, long epoch, String detail) {
    String id = Long.toUnsignedString(channel);
    ObjectNode payload =
        JsonNodeFactory.instance
            .objectNode()
            .put("channel_id", id)
            .put("epoch", epoch)
            .put("detail", detail);
    return new NewRow(
        new StoredEvent(
            StoredEvent.UNREADABLE,
            id + ":" + epoch,
            StoredEvent.channelRoute(channel),
            Long.MAX_VALUE,
            payload.toString()),
        CREATION);
  }

  private JsonNode placed(TrackedChannel channel, JsonNode message, Map<Long, JsonNode> members) {
    if (channel instanceof TrackedChannel.Dm || !(message instanceof ObjectNode plain)) {
      return message;
    }
    ObjectNode placed = plain.deepCopy().put("guild_id", Long.toUnsignedString(staffGuild));
    JsonNode member = members.get(Payload.id(message.path("author").path("id")));
    if (member != null) {
      placed.set("member", member);
    }
    return placed;
  }

  private static NewRow row(
      TrackedChannel channel, String kind, String key, long ordering, JsonNode payload, int rank) {
    return new NewRow(
        new StoredEvent(kind, key, channel.route(), ordering, payload.toString()), rank);
  }
}
