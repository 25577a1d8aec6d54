package dev.switchboard.discord.inbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.discord.api.DiscordSettings;
import dev.switchboard.discord.api.Payload;
import dev.switchboard.discord.gateway.Frame;
import dev.switchboard.discord.message.MessageReader;
import discord4j.common.util.TokenUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Converts frames to rows of the inbox. Pure: facts that only the database knows (the member of a
 * DM channel, the ticket of a channel) are left open in the row's {@link Destination}.
 */
public final class FrameSorter {
  private static final Set<String> WANTED =
      Set.of(
          "READY",
          "MESSAGE_CREATE",
          "MESSAGE_UPDATE",
          "MESSAGE_DELETE",
          "MESSAGE_DELETE_BULK",
          "MESSAGE_REACTION_ADD",
          "MESSAGE_REACTION_REMOVE",
          "MESSAGE_REACTION_REMOVE_ALL",
          "MESSAGE_REACTION_REMOVE_EMOJI",
          "INTERACTION_CREATE",
          "CHANNEL_DELETE",
          "GUILD_MEMBER_ADD",
          "GUILD_MEMBER_REMOVE",
          "GUILD_BAN_ADD");

  private static final int PING = 1;
  private static final int AUTOCOMPLETE = 4;

  private static final int CREATION = 0;
  private static final int CHANGE = 1;
  private static final int REACTION = 2;
  private static final int DELETION = 3;

  private final long self;
  private final DiscordSettings.Community guilds;
  private final String prefix;
  private final Predicate<JsonNode> commands;

  /** Keeps no message outside of tickets, since it knows no staff. */
  FrameSorter(DiscordSettings settings) {
    this(settings, _ -> false);
  }

  /**
   * @param commands whether to keep a message with the prefix in a channel without a ticket
   */
  FrameSorter(DiscordSettings settings, Predicate<JsonNode> commands) {
    this.self = TokenUtil.getSelfId(settings.access().token());
    this.guilds = settings.place();
    this.prefix = settings.commandPrefix();
    this.commands = commands;
  }

  /** The place of an event. */
  sealed interface Destination {
    /** A DM channel; the user is 0 if the frame does not name the member. */
    record Dm(long channel, long user) implements Destination {}

    /**
     * A channel of the staff guild.
     *
     * @param always whether the event is kept even if the channel has no ticket
     */
    record Staff(long channel, boolean always) implements Destination {}

    /** The community guild; kept if this user has ever sent a message to the bot. */
    record Community(long user) implements Destination {}
  }

  /** An inbox row made from a frame. */
  record Row(
      String kind, String key, Destination place, long ordering, int rank, JsonNode payload) {}

  /** An edited message whose new text Discord did not send. */
  record Untold(long channel, long message) {}

  /**
   * The result for a frame.
   *
   * @param fault the reason why the frame is wrong; empty for a valid frame
   * @param unread edited messages whose new text the frame does not contain
   */
  record Sorted(List<Row> rows, String fault, Set<Untold> unread) {
    static final Sorted NOTHING = new Sorted(List.of(), "", Set.of());

    static Sorted faulty(String fault) {
      return new Sorted(List.of(), fault, Set.of());
    }

    static Sorted of(Row row) {
      return new Sorted(List.of(row), "", Set.of());
    }
  }

  /** Whether frames of this type are processed at all. */
  static boolean wants(String type) {
    return WANTED.contains(type);
  }

  /**
   * Whether the frame's type and author alone show that it gives no rows, as for the bot's own
   * posts.
   */
  boolean isIdle(Frame frame) {
    return switch (frame.type()) {
      case "MESSAGE_CREATE", "MESSAGE_UPDATE" -> notByPeople(frame.data());
      default -> !wants(frame.type());
    };
  }

  Sorted sort(Frame frame, String session) {
    JsonNode data = frame.data();
    String number = session + ":" + frame.sequence();
    return switch (frame.type()) {
      case "MESSAGE_CREATE" -> created(data);
      case "MESSAGE_UPDATE" -> changed(data);
      case "MESSAGE_DELETE" -> deleted(data, List.of(Payload.id(data.path("id"))));
      case "MESSAGE_DELETE_BULK" -> deleted(data, Payload.ids(data.path("ids")));
      case "MESSAGE_REACTION_ADD" -> reacted(data, number, true);
      case "MESSAGE_REACTION_REMOVE" -> reacted(data, number, false);
      case "MESSAGE_REACTION_REMOVE_ALL" -> cleared(data, number);
      case "MESSAGE_REACTION_REMOVE_EMOJI" ->
          MessageReader.emoji(data.path("emoji")).isEmpty()
              ? Sorted.faulty("no emoji")
              : cleared(data, number);
      case "INTERACTION_CREATE" -> interaction(data);
      case "CHANNEL_DELETE" -> channelDeleted(data);
      case "GUILD_MEMBER_ADD" -> membership(data, StoredEvent.MEMBER_JOIN, number);
      case "GUILD_MEMBER_REMOVE" -> membership(data, StoredEvent.MEMBER_LEAVE, number);
      case "GUILD_BAN_ADD" -> membership(data, StoredEvent.BAN, number);
      default -> Sorted.NOTHING;
    };
  }

  private Sorted created(JsonNode message) {
    if (notByPeople(message)) {
      return Sorted.NOTHING;
    }
    return row(
        message,
        Payload.id(message.path("author").path("id")),
        StoredEvent.MESSAGE,
        "",
        isCommand(message));
  }

  private boolean isCommand(JsonNode message) {
    return Payload.id(message.path("guild_id")) == guilds.staffGuild()
        && MessageReader.words(message.path("content")).startsWith(prefix)
        && commands.test(message);
  }

  /** Without an edit time nobody edited the message: Discord added a preview, or it was pinned. */
  private Sorted changed(JsonNode message) {
    String edited = Payload.text(message.path("edited_timestamp"));
    if (edited.isEmpty() || notByPeople(message)) {
      return Sorted.NOTHING;
    }
    if (!MessageReader.hasText(message)) {
      return untold(message);
    }
    long author = Payload.id(message.path("author").path("id"));
    return row(message, author, StoredEvent.EDIT, StoredEvent.editKeyTail(message), false);
  }

  /** An edit without the new text: the message has to be read from its channel. */
  private Sorted untold(JsonNode message) {
    long channel = Payload.id(message.path("channel_id"));
    long id = Payload.id(message.path("id"));
    if (id == 0 || channel == 0) {
      return Sorted.faulty("no id or no channel");
    }
    return elsewhere(message)
        ? Sorted.NOTHING
        : new Sorted(List.of(), "", Set.of(new Untold(channel, id)));
  }

  private Sorted row(
      JsonNode message, long author, String kind, String keyTail, boolean alwaysKept) {
    long id = Payload.id(message.path("id"));
    long channel = Payload.id(message.path("channel_id"));
    if (id == 0 || channel == 0) {
      return Sorted.faulty("no id or no channel");
    }
    long guild = Payload.id(message.path("guild_id"));
    if (guild != 0 && guild != guilds.staffGuild()) {
      return Sorted.NOTHING;
    }
    Destination destination =
        guild == 0
            ? new Destination.Dm(channel, author)
            : new Destination.Staff(channel, alwaysKept);
    int rank = kind.equals(StoredEvent.MESSAGE) ? CREATION : CHANGE;
    String key = Long.toUnsignedString(id) + keyTail;
    return Sorted.of(new Row(kind, key, destination, id, rank, message));
  }

  private Sorted deleted(JsonNode data, List<Long> messages) {
    long channel = Payload.id(data.path("channel_id"));
    if (channel == 0 || messages.isEmpty() || messages.contains(0L)) {
      return Sorted.faulty("no id or no channel");
    }
    if (elsewhere(data)) {
      return Sorted.NOTHING;
    }
    List<Row> rows = new ArrayList<>();
    for (long message : messages) {
      String id = Long.toUnsignedString(message);
      JsonNode payload = data.has("ids") ? oneOf(data, id) : data;
      rows.add(
          new Row(StoredEvent.DELETE, id, place(data, channel, 0), message, DELETION, payload));
    }
    return new Sorted(rows, "", Set.of());
  }

  private static JsonNode oneOf(JsonNode bulk, String id) {
    ObjectNode single = bulk.deepCopy();
    single.remove("ids");
    return single.put("id", id);
  }

  private Sorted reacted(JsonNode data, String number, boolean added) {
    long user = Payload.id(data.path("user_id"));
    long message = Payload.id(data.path("message_id"));
    long channel = Payload.id(data.path("channel_id"));
    if (message == 0 || channel == 0 || !(data instanceof ObjectNode reaction)) {
      return Sorted.faulty("no message or no channel");
    }
    boolean bot = data.path("member").path("user").path("bot").asBoolean(false);
    if (user == self || bot || elsewhere(data)) {
      return Sorted.NOTHING;
    }
    JsonNode payload = reaction.deepCopy().put("added", added);
    return Sorted.of(
        new Row(
            StoredEvent.REACTION, number, place(data, channel, user), message, REACTION, payload));
  }

  /**
   * All reactions removed at once by a user with Manage Messages. This is not possible in a DM
   * ("Delete All Reactions" in Discord's documentation: error 50003).
   */
  private Sorted cleared(JsonNode data, String number) {
    long message = Payload.id(data.path("message_id"));
    long channel = Payload.id(data.path("channel_id"));
    if (message == 0 || channel == 0 || !(data instanceof ObjectNode reactions)) {
      return Sorted.faulty("no message or no channel");
    }
    if (Payload.id(data.path("guild_id")) != guilds.staffGuild()) {
      return Sorted.NOTHING;
    }
    JsonNode payload = reactions.deepCopy().put("added", false).put("cleared", true);
    Destination destination = new Destination.Staff(channel, false);
    return Sorted.of(
        new Row(StoredEvent.REACTION, number, destination, message, REACTION, payload));
  }

  private static Sorted interaction(JsonNode data) {
    int type = data.path("type").asInt();
    if (type == PING || type == AUTOCOMPLETE) {
      return Sorted.NOTHING;
    }
    long id = Payload.id(data.path("id"));
    if (id == 0) {
      return Sorted.faulty("no id");
    }
    long named = Payload.id(data.path("channel_id"));
    long channel = named == 0 ? Payload.id(data.path("channel").path("id")) : named;
    return Sorted.of(
        new Row(
            StoredEvent.INTERACTION,
            Long.toUnsignedString(id),
            new Destination.Staff(channel, true),
            id,
            CREATION,
            data));
  }

  private Sorted channelDeleted(JsonNode data) {
    long channel = Payload.id(data.path("id"));
    if (channel == 0) {
      return Sorted.faulty("no id");
    }
    if (Payload.id(data.path("guild_id")) != guilds.staffGuild()) {
      return Sorted.NOTHING;
    }
    // All other events of the channel happened before its deletion.
    return Sorted.of(
        new Row(
            StoredEvent.CHANNEL_DELETE,
            Long.toUnsignedString(channel),
            new Destination.Staff(channel, false),
            Long.MAX_VALUE,
            DELETION,
            data));
  }

  private Sorted membership(JsonNode data, String kind, String number) {
    JsonNode user = data.path("user");
    long id = Payload.id(user.path("id"));
    if (id == 0) {
      return Sorted.faulty("no user");
    }
    boolean ours = Payload.id(data.path("guild_id")) == guilds.communityGuild();
    if (!ours || id == self || user.path("bot").asBoolean(false)) {
      return Sorted.NOTHING;
    }
    return Sorted.of(new Row(kind, number, new Destination.Community(id), 0, CREATION, data));
  }

  private boolean elsewhere(JsonNode data) {
    long guild = Payload.id(data.path("guild_id"));
    return guild != 0 && guild != guilds.staffGuild();
  }

  private static Destination place(JsonNode data, long channel, long user) {
    return Payload.id(data.path("guild_id")) == 0
        ? new Destination.Dm(channel, user)
        : new Destination.Staff(channel, false);
  }

  /** Whether the author is a bot, a webhook or this bot itself. */
  boolean notByPeople(JsonNode message) {
    JsonNode author = message.path("author");
    return author.path("bot").asBoolean(false)
        || Payload.id(author.path("id")) == self
        || Payload.id(message.path("webhook_id")) != 0;
  }
}
