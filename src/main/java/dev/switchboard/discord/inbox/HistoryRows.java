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
 * Makes inbox rows from a channel's history, equal to the rows that {@link FrameSorter} makes from
 * live events: the same keys, and payloads with the fields that their readers need. Pure.
 *
 * @param staffGuild the guild of tickets' channels, which a history does not contain
 */
public record HistoryRows(FrameSorter sorter, long staffGuild) {
  /** Field in the payload of an edit: the row of the message itself already has this text. */
  public static final String READ_SO = "read_so";

  private static final int CREATION = 0;
  private static final int CHANGE = 1;
  private static final int DELETION = 3;

  /** Whether the message is kept: not from a bot, and in a DM from the member. */
  boolean isSaid(TrackedChannel channel, JsonNode message) {
    boolean theirs =
        switch (channel) {
          case TrackedChannel.Dm(long user, _) ->
              Payload.id(message.path("author").path("id")) == user;
          case TrackedChannel.OfTicket _ -> true;
        };
    return theirs && !sorter.notByPeople(message);
  }

  /** The key of a message's row. */
  static RowKey key(JsonNode message) {
    return new RowKey(StoredEvent.MESSAGE, Long.toUnsignedString(HistoryPage.id(message)));
  }

  NewRow message(TrackedChannel channel, JsonNode message, Map<Long, JsonNode> members) {
    long id = HistoryPage.id(message);
    JsonNode payload = placed(channel, message, members);
    return row(channel, StoredEvent.MESSAGE, Long.toUnsignedString(id), id, payload, CREATION);
  }

  /**
   * The last edit of a message; empty for a message that was not edited or has no text.
   *
   * @param readSo whether the row of the message itself was made with the same text
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

  /** Sorted last, since all other events of the channel happened before. */
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

  /** Makes a row that informs staff; one in each session, by its key. */
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
