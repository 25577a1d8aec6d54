package dev.switchboard.sandbox.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.sandbox.world.Channel;
import dev.switchboard.sandbox.world.Event;
import dev.switchboard.sandbox.world.Guild;
import dev.switchboard.sandbox.world.Json;
import dev.switchboard.sandbox.world.Permissions;
import dev.switchboard.sandbox.world.World;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The channels that each session knows as visible. Discord announces an invisible channel without
 * its details, and announces it again when the bot comes to see it ("Obfuscated Channels", Discord,
 * from 2026-11-16). Used under the world's lock.
 */
final class ChannelSight {
  /** Discord's flag of a channel that is announced without its details. */
  static final int OBFUSCATED = 1 << 17;

  private static final String NAME = "___hidden___";

  private final World world;
  private final Map<String, Set<Long>> shown = new HashMap<>();

  ChannelSight(World world) {
    this.world = world;
  }

  /** The channel as the bot sees it. */
  ObjectNode form(Channel channel, long bot) {
    return world.isShown(channel, bot) ? channel.json() : obfuscated(channel.json());
  }

  static ObjectNode obfuscated(ObjectNode channel) {
    ObjectNode form = Json.object();
    form.set("id", channel.path("id"));
    form.set("type", channel.path("type"));
    form.set("guild_id", channel.path("guild_id"));
    form.set("parent_id", channel.path("parent_id"));
    form.set("position", channel.path("position"));
    form.put("name", NAME).put("flags", OBFUSCATED).putNull("topic");
    form.putArray("permission_overwrites")
        .addObject()
        .put("id", channel.path("guild_id").asText())
        .put("type", 0)
        .put("allow", "0")
        .put("deny", Long.toString(Permissions.VIEW_CHANNEL));
    return form;
  }

  /** Records that the session knows all channels of the guild. */
  void told(GatewaySession session, Guild guild) {
    Set<Long> now = shown.computeIfAbsent(session.id(), _ -> new HashSet<>());
    now.removeAll(guild.channels());
    now.addAll(shownOf(guild, session.bot()));
  }

  void forget(GatewaySession session) {
    shown.remove(session.id());
  }

  /** The guild in which an event may have changed what bots see. */
  Optional<Guild> changedBy(Event event) {
    boolean may =
        switch (event.type()) {
          case "GUILD_ROLE_UPDATE",
              "GUILD_ROLE_DELETE",
              "GUILD_MEMBER_UPDATE",
              "CHANNEL_CREATE",
              "CHANNEL_UPDATE",
              "CHANNEL_DELETE" ->
              true;
          default -> false;
        };
    if (!may) {
      return Optional.empty();
    }
    return switch (event.audience()) {
      case Event.Everyone(Guild guild) -> Optional.of(guild);
      case Event.Readers(Channel channel) ->
          Optional.ofNullable(world.guilds().get(channel.guild()));
      case Event.OneBot _, Event.Onlookers _ -> Optional.empty();
    };
  }

  /**
   * The channels of the guild that have to be announced to the session again.
   *
   * @param but the channel that was just announced
   */
  List<Channel> changed(GatewaySession session, Guild guild, long but) {
    Set<Long> before = shown.get(session.id());
    Set<Long> now = shownOf(guild, session.bot());
    told(session, guild, now);
    return before == null
        ? List.of()
        : guild.channels().stream()
            .filter(id -> id != but && before.contains(id) != now.contains(id))
            .map(world::channel)
            .toList();
  }

  private void told(GatewaySession session, Guild guild, Set<Long> now) {
    Set<Long> next = new HashSet<>(shown.getOrDefault(session.id(), Set.of()));
    next.removeAll(guild.channels());
    next.addAll(now);
    shown.put(session.id(), next);
  }

  private Set<Long> shownOf(Guild guild, long bot) {
    Set<Long> ids = new HashSet<>();
    for (long id : guild.channels()) {
      if (world.isShown(world.channel(id), bot)) {
        ids.add(id);
      }
    }
    return ids;
  }
}
