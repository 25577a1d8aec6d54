package dev.switchboard.discord.inbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.discord.api.Payload;
import dev.switchboard.discord.message.MessageReader;
import dev.switchboard.storage.Digests;
import java.util.HexFormat;
import java.util.UUID;

/**
 * A pending row of table {@code inbox}.
 *
 * <p>Kinds and keys, which together are Discord's identity of the event:
 *
 * <ul>
 *   <li>{@code message}: the message's id; {@code edit}: see {@link #editKeyTail}, and {@link
 *       HistoryRows#READ_SO} in the payload; {@code delete}: the message's id (each message of a
 *       bulk delete has its own row, with the payload of a single deletion)
 *   <li>{@code reaction}: gateway session, a colon, sequence, since Discord gives it no id; the
 *       payload has two fields beside Discord's: the boolean {@code added}, and {@code cleared},
 *       true if all reactions to the message, or all with its {@code emoji}, were removed at once
 *   <li>{@code interaction}: the interaction's id
 *   <li>{@code channel-delete}: the channel's id
 *   <li>{@code member-join}, {@code member-leave}, {@code ban}: gateway session, a colon, sequence
 *   <li>{@code unreadable}: the channel's id, a colon, the session's epoch; made by us when Discord
 *       refuses the channel's history, with {@code channel_id}, {@code epoch}, {@code detail}
 * </ul>
 *
 * <p>Routes, within which rows are taken strictly one after another:
 *
 * <ul>
 *   <li>{@code member:<user id>}: events of a member's DM channel, for the correspondent
 *   <li>{@code channel:<channel id>}: events of a channel of the staff guild, and every
 *       interaction, by the channel that it came from, for the desk
 *   <li>{@code guild:<user id>}: joins, leaves and bans of one member of the community guild, for
 *       the desk
 * </ul>
 *
 * @param kind one of the kinds above
 * @param key unique within the kind
 * @param route one of the routes above
 * @param ordering the first criterion of order in a route; then come creation, edit, reaction and
 *     deletion, then the arrival. It is the id of the message or interaction; for a deleted or
 *     unreadable channel the largest {@code long}; for {@code guild:} rows 0
 * @param payload the frame's {@code d} as Discord sent it, JSON
 */
public record StoredEvent(String kind, String key, String route, long ordering, String payload) {
  public static final String MESSAGE = "message";
  public static final String EDIT = "edit";
  public static final String DELETE = "delete";
  public static final String REACTION = "reaction";
  public static final String INTERACTION = "interaction";
  public static final String CHANNEL_DELETE = "channel-delete";
  public static final String MEMBER_JOIN = "member-join";
  public static final String MEMBER_LEAVE = "member-leave";
  public static final String BAN = "ban";
  public static final String UNREADABLE = "unreadable";

  /** A positive number made of kind and key, for events without an id of Discord's. */
  public long number() {
    byte[] name = (kind + " " + key).getBytes(UTF_8);
    return UUID.nameUUIDFromBytes(name).getLeastSignificantBits() & Long.MAX_VALUE;
  }

  /** The route of a member's DMs. */
  public static String memberRoute(long user) {
    return "member:" + user;
  }

  /** The route of a channel of the staff guild. */
  public static String channelRoute(long channel) {
    return "channel:" + channel;
  }

  /** The route of joins, leaves and bans of a member of the community guild. */
  public static String guildRoute(long user) {
    return "guild:" + user;
  }

  /**
   * The end of an edit's key, after the message id: a colon, {@code edited_timestamp}, a colon, the
   * first 64 bits of the text's SHA-256. Without the hash, the second of two edits within one tick
   * of Discord's clock would count as a repetition of the first.
   */
  static String editKeyTail(JsonNode message) {
    byte[] text = MessageReader.words(message.path("content")).getBytes(UTF_8);
    return ":%s:%s"
        .formatted(
            Payload.text(message.path("edited_timestamp")),
            HexFormat.of().formatHex(Digests.sha256().digest(text), 0, 8));
  }
}
