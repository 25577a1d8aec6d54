package dev.switchboard.sandbox.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.sandbox.world.Channel;
import dev.switchboard.sandbox.world.Event;
import dev.switchboard.sandbox.world.Guild;
import dev.switchboard.sandbox.world.GuildMember;
import dev.switchboard.sandbox.world.Json;
import dev.switchboard.sandbox.world.User;
import dev.switchboard.sandbox.world.World;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The payloads of the gateway, and the sessions that get them. */
public final class GatewayPayloads {
  private final World world;
  private final ChannelSight sight;
  private BiFunction<String, ObjectNode, ObjectNode> mutation = (type, payload) -> payload;

  GatewayPayloads(World world, ChannelSight sight) {
    this.world = world;
    this.sight = sight;
  }

  /** Changes every outgoing payload (a fault that tests request). */
  public void mutateBy(BiFunction<String, ObjectNode, ObjectNode> value) {
    mutation = value;
  }

  ObjectNode ready(GatewaySession session, String url) {
    User bot = world.user(session.bot());
    ObjectNode self = Json.copy(bot.json()).put("verified", true).put("mfa_enabled", true);
    self.putNull("email");
    ObjectNode ready = Json.object().put("v", 10);
    ready.set("user", self);
    ready.put("session_id", session.id()).put("resume_gateway_url", url);
    ready.put("session_type", "normal");
    ready.putArray("private_channels");
    ready.putArray("relationships");
    ready.putArray("guild_join_requests");
    ready.putArray("_trace").add("sandbox");
    ready.putObject("user_settings");
    ready.putArray("shard").add(session.shard()).add(session.shards());
    ready.putObject("application").put("id", Long.toString(bot.id())).put("flags", 565_248);
    ArrayNode guilds = ready.putArray("guilds");
    for (Guild guild : world.guilds().values()) {
      if (guild.has(bot.id()) && session.hasGuild(guild.id())) {
        guilds.addObject().put("id", guild.idText()).put("unavailable", true);
      }
    }
    return ready;
  }

  ObjectNode guildCreate(Guild guild, GatewaySession session) {
    GuildMember self = guild.member(session.bot()).orElseThrow();
    ObjectNode json = guild.shown();
    int count = guild.members().size();
    json.put("joined_at", self.partial().path("joined_at").asText())
        .put("large", count > session.largeThreshold())
        .put("unavailable", false)
        .put("member_count", count);
    json.putArray("voice_states");
    json.putArray("presences");
    json.putArray("stage_instances");
    json.putArray("guild_scheduled_events");
    json.putArray("soundboard_sounds");
    ArrayNode members = json.putArray("members");
    boolean all = session.hears(Intents.GUILD_PRESENCES) && count <= session.largeThreshold();
    for (GuildMember guildMember : all ? guild.members().values() : List.of(self)) {
      members.add(guildMember.full());
    }
    ArrayNode channels = json.putArray("channels");
    guild.channels().forEach(id -> channels.add(sight.form(world.channel(id), session.bot())));
    sight.told(session, guild);
    ArrayNode threads = json.putArray("threads");
    for (long id : guild.threads()) {
      Channel thread = world.channel(id);
      if (!thread.isArchived() && world.sees(thread, session.bot())) {
        threads.add(thread.json());
      }
    }
    return json;
  }

  /** Whether a session may and wants to get an event. */
  boolean concerns(Event event, GatewaySession session) {
    long bot = session.bot();
    return switch (event.audience()) {
      case Event.Onlookers() -> false;
      case Event.OneBot(long only) -> only == bot && hears(event, session, false);
      case Event.Everyone(Guild guild) ->
          session.hasGuild(guild.id())
              && (guild.has(bot) || isAboutOwnMembership(event, bot))
              && (hears(event, session, false) || isAboutOwnMember(event, bot));
      case Event.Readers(Channel channel) ->
          session.hasGuild(channel.guild())
              && hears(event, session, channel.isDm())
              && isReader(event, channel, bot);
    };
  }

  private boolean isReader(Event event, Channel channel, long bot) {
    if (event.type().startsWith("CHANNEL_") || event.type().startsWith("THREAD_")) {
      return channel.isDm() ? channel.bot() == bot : isIn(channel.guild(), bot);
    }
    return world.sees(channel, bot);
  }

  private boolean isIn(long guild, long bot) {
    Guild known = world.guilds().get(guild);
    return known != null && known.has(bot);
  }

  private static boolean hears(Event event, GatewaySession session, boolean inDm) {
    return session.hears(Intents.neededFor(event.type(), inDm));
  }

  private static boolean isAboutOwnMember(Event event, long bot) {
    return event.type().equals("GUILD_MEMBER_UPDATE")
        && Json.id(event.payload().path("user"), "id") == bot;
  }

  private static boolean isAboutOwnMembership(Event event, long bot) {
    return event.type().equals("GUILD_MEMBER_REMOVE")
        && Json.id(event.payload().path("user"), "id") == bot;
  }

  Forms forms(Event event) {
    return new Forms(event);
  }

  /**
   * The forms of one event: whole, with the content of the message blanked, and without the details
   * of a channel that the bot cannot see. Each is made at most once.
   */
  final class Forms {
    private final Event event;
    private byte @Nullable [] whole;
    private byte @Nullable [] blanked;
    private byte @Nullable [] obfuscated;

    private Forms(Event event) {
      this.event = event;
    }

    byte[] of(GatewaySession session) {
      if (isBlankedFor(session)) {
        byte[] form = blanked;
        if (form == null) {
          form = Json.bytes(mutation.apply(event.type(), blank(event.payload())));
          blanked = form;
        }
        return form;
      }
      if (isObfuscatedFor(session)) {
        byte[] form = obfuscated;
        if (form == null) {
          ObjectNode least = ChannelSight.obfuscated(event.payload());
          form = Json.bytes(mutation.apply(event.type(), least));
          obfuscated = form;
        }
        return form;
      }
      byte[] form = whole;
      if (form == null) {
        form = Json.bytes(mutation.apply(event.type(), event.payload()));
        whole = form;
      }
      return form;
    }

    private boolean isObfuscatedFor(GatewaySession session) {
      return (event.type().equals("CHANNEL_CREATE") || event.type().equals("CHANNEL_UPDATE"))
          && event.audience() instanceof Event.Readers(Channel channel)
          && !channel.isDm()
          && !world.isShown(channel, session.bot());
    }

    private boolean isBlankedFor(GatewaySession session) {
      boolean aboutMessage =
          event.type().equals("MESSAGE_CREATE") || event.type().equals("MESSAGE_UPDATE");
      return aboutMessage
          && !session.hears(Intents.MESSAGE_CONTENT)
          && isContentOfOthers(event.payload(), session.bot());
    }
  }

  /**
   * Whether the content is hidden from a bot without MESSAGE_CONTENT: a message of a guild that the
   * bot did not write and that does not mention it.
   */
  public static boolean isContentOfOthers(ObjectNode message, long bot) {
    if (!message.has("guild_id") || Json.id(message.path("author"), "id") == bot) {
      return false;
    }
    for (JsonNode mention : message.path("mentions")) {
      if (Json.id(mention, "id") == bot) {
        return false;
      }
    }
    return true;
  }

  public static ObjectNode blank(ObjectNode message) {
    ObjectNode blank = Json.copy(message).put("content", "");
    blank.putArray("embeds");
    blank.putArray("attachments");
    blank.putArray("components");
    blank.remove("poll");
    return blank;
  }
}
