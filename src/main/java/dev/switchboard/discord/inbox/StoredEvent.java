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
 * <p>Kinds and keys, which together are Discord's identity of the fact:
 *
 * <ul>
 *   <li>{@code message}: the message's id; {@code edit}: see {@link #editKeyTail}, and {@link
 *       HistoryRows#READ_SO} in the payload; {@code delete}: its id (each one of a bulk delete has
 *       a row of its own, with a payload like that of a single one)
 *   <li>{@code reaction}: gateway session, a colon, sequence, since Discord names it by nothing;
 *       the payload has a member {@code added}, a boolean, beside Discord's own, and {@code
 *       cleared}, true, where all reactions to the message were removed at once, or all with its
 *       {@code emoji}
 *   <li>{@code interaction}: the interaction's id
 *   <li>{@code channel-delete}: the channel's id
 *   <li>{@code member-join}, {@code member-leave}, {@code ban}: gateway session, a colon, sequence
 *   <li>{@code unreadable}: the channel's id, a colon, the session's epoch; a note of our own, that
 *       Discord did not show the channel's history: {@code channel_id}, {@code epoch}, {@code
 *       detail}
 * </ul>
 *
 * <p>Routes, within which rows are taken strictly one after another:
 *
 * <ul>
 *   <li>{@code member:<user id>}: what happened in a member's DM channel, for their correspondent
 *   <li>{@code channel:<channel id>}: what happened in a channel of the staff guild, and every
 *       interaction, by the channel that it came from, for the desk
 *   <li>{@code guild:<user id>}: joins, leaves and bans of one member of the community guild, for
 *       the desk
 * </ul>
 *
 * @param kind one of those above
 * @param key unique within the kind
 * @param route one of those above
 * @param ordering rows of one route are taken in this order, then as creation, edit, reaction,
 *     deletion, then as they arrived: the id of the message concerned; for an interaction its own;
 *     for a deleted or unreadable channel the largest possible; for {@code guild:} rows 0, so that
 *     arrival decides
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

  /** A number for what has none of Discord's: made of its kind and key, positive. */
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

  /** The route of a member's comings and goings in the community guild. */
  public static String guildRoute(long user) {
    return "guild:" + user;
  }

  /**
   * What makes the key of an edit, behind the message's id: a colon, {@code edited_timestamp}, a
   * colon, the first 64 bits of the text's SHA-256. By the time alone the later one of two edits
   * within one tick of Discord's clock would be taken for the first one come again.
   */
  static String editKeyTail(JsonNode message) {
    byte[] text = MessageReader.words(message.path("content")).getBytes(UTF_8);
    return ":%s:%s"
        .formatted(
            Payload.text(message.path("edited_timestamp")),
            HexFormat.of().formatHex(Digests.sha256().digest(text), 0, 8));
  }
}
