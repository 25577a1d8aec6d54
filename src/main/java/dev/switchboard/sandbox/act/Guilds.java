package dev.switchboard.sandbox.act;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.sandbox.world.ApiError;
import dev.switchboard.sandbox.world.Application;
import dev.switchboard.sandbox.world.Event;
import dev.switchboard.sandbox.world.Guild;
import dev.switchboard.sandbox.world.GuildMember;
import dev.switchboard.sandbox.world.Json;
import dev.switchboard.sandbox.world.Permissions;
import dev.switchboard.sandbox.world.User;
import dev.switchboard.sandbox.world.World;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Changes guilds, their roles and members. The caller checks permissions. */
public final class Guilds {
  private static final int ROLES = 250;

  private final World world;

  public Guilds(World world) {
    this.world = world;
  }

  /** A new guild with its owner as a member and the role @everyone, whose id is the guild's. */
  public Guild create(String name, User owner) {
    long id = world.snowflakes().next();
    Guild guild = Guild.named(id, name, owner.id());
    world.add(guild);
    putRole(guild, role(id, "@everyone", Permissions.OF_EVERYONE, 0));
    join(guild, owner);
    return guild;
  }

  private static ObjectNode role(long id, String name, long permissions, int position) {
    ObjectNode role =
        Json.object()
            .put("id", Long.toString(id))
            .put("name", name)
            .put("permissions", Long.toString(permissions))
            .put("position", position)
            .put("color", 0);
    role.putObject("colors")
        .put("primary_color", 0)
        .putNull("secondary_color")
        .putNull("tertiary_color");
    return role.put("hoist", false)
        .put("managed", false)
        .put("mentionable", false)
        .putNull("icon")
        .putNull("unicode_emoji")
        .put("flags", 0);
  }

  private void putRole(Guild guild, ObjectNode role) {
    guild.roles().put(Json.id(role, "id"), role);
    world.keep(guild, role);
  }

  public ObjectNode addRole(Guild guild, ObjectNode form) {
    if (guild.roles().size() >= ROLES) {
      throw ApiError.of(400, 30005, "Maximum number of guild roles reached (250)");
    }
    ObjectNode role =
        role(
            world.snowflakes().next(),
            "new role",
            Permissions.bits(guild.roles().getOrDefault(guild.id(), Json.object()), "permissions"),
            guild.roles().size());
    apply(role, form);
    putRole(guild, role);
    publishRole("GUILD_ROLE_CREATE", guild, role);
    return role;
  }

  public ObjectNode modifyRole(Guild guild, long id, ObjectNode form) {
    ObjectNode role = guild.roles().get(id);
    if (role == null) {
      throw ApiError.unknownRole();
    }
    apply(role, form);
    putRole(guild, role);
    publishRole("GUILD_ROLE_UPDATE", guild, role);
    return role;
  }

  private static void apply(ObjectNode role, ObjectNode form) {
    if (MessageForm.length(form.path("name").asText("")) > 100) {
      throw ApiError.field("name", "BASE_TYPE_MAX_LENGTH", "Must be 100 or fewer in length.");
    }
    for (String field : List.of("name", "hoist", "mentionable", "position")) {
      if (Json.has(form, field)) {
        role.set(field, form.get(field));
      }
    }
    if (Json.has(form, "permissions")) {
      role.put("permissions", Long.toString(Permissions.bits(form, "permissions")));
    }
    int color =
        form.path("color")
            .asInt(form.path("colors").path("primary_color").asInt(role.path("color").asInt()));
    role.put("color", color);
    ((ObjectNode) role.get("colors")).put("primary_color", color);
  }

  private void publishRole(String type, Guild guild, ObjectNode role) {
    ObjectNode payload = Json.object().put("guild_id", guild.idText());
    payload.set("role", role);
    world.publish(type, payload, new Event.Everyone(guild));
  }

  public void removeRole(Guild guild, long id) {
    if (id == guild.id() || guild.roles().remove(id) == null) {
      throw ApiError.unknownRole();
    }
    world.journal().remove("role", guild.id() + ":" + id);
    for (GuildMember guildMember : guild.members().values()) {
      if (guildMember.hasRole(id)) {
        List<Long> left = new ArrayList<>(guildMember.roles());
        left.remove(id);
        roles(guild, guildMember, left);
      }
    }
    ObjectNode payload =
        Json.object().put("guild_id", guild.idText()).put("role_id", Long.toString(id));
    world.publish("GUILD_ROLE_DELETE", payload, new Event.Everyone(guild));
  }

  public GuildMember join(Guild guild, User user) {
    return join(guild, user, world.clock().now(), List.of());
  }

  /** A membership that began at that instant, possibly in the past. */
  public GuildMember join(Guild guild, User user, Instant since) {
    return join(guild, user, since, List.of());
  }

  /** A membership that has these roles from its first moment. */
  public GuildMember join(Guild guild, User user, List<Long> roles) {
    return join(guild, user, world.clock().now(), roles);
  }

  private GuildMember join(Guild guild, User user, Instant since, List<Long> roles) {
    GuildMember known = guild.members().get(user.id());
    if (known != null) {
      return known;
    }
    if (guild.bans().containsKey(user.id())) {
      throw ApiError.of(403, 40007, "The user is banned from this guild.");
    }
    GuildMember guildMember = GuildMember.joining(user, Json.time(since));
    guildMember.roles(roles);
    guild.members().put(user.id(), guildMember);
    world.keep(guild, guildMember);
    ObjectNode payload = guildMember.full().put("guild_id", guild.idText());
    world.publish("GUILD_MEMBER_ADD", payload, new Event.Everyone(guild));
    if (user.isBot() && world.applications().containsKey(user.id())) {
      world.publish("GUILD_JOINED_BY_BOT", payload, new Event.Onlookers());
    }
    return guildMember;
  }

  public void leave(Guild guild, long user) {
    GuildMember guildMember = guild.members().remove(user);
    if (guildMember == null) {
      throw ApiError.unknownMember();
    }
    world.journal().remove("member", guild.id() + ":" + user);
    ObjectNode payload = Json.object().put("guild_id", guild.idText());
    payload.set("user", guildMember.user().json());
    world.publish("GUILD_MEMBER_REMOVE", payload, new Event.Everyone(guild));
    if (guildMember.user().isBot()) {
      world.publish(
          "GUILD_DELETE", Json.object().put("id", guild.idText()), new Event.OneBot(user));
    }
  }

  /** Announces the beginning or the end of an outage of the guild, as the gateway does. */
  public void outage(Guild guild, boolean begins) {
    for (Application bot : world.applications().values()) {
      guild
          .member(bot.id())
          .ifPresent(guildMember -> {
            if (begins) {
              ObjectNode gone = Json.object().put("id", guild.idText()).put("unavailable", true);
              world.publish("GUILD_DELETE", gone, new Event.OneBot(bot.id()));
            } else {
              ObjectNode payload = guildMember.full().put("guild_id", guild.idText());
              world.publish("GUILD_JOINED_BY_BOT", payload, new Event.Onlookers());
            }
          });
    }
  }

  public void ban(Guild guild, User user, String reason) {
    guild.bans().put(user.id(), reason);
    world.keepBan(guild, user.id());
    if (guild.has(user.id())) {
      leave(guild, user.id());
    }
    publishBan("GUILD_BAN_ADD", guild, user);
  }

  public void unban(Guild guild, User user) {
    if (guild.bans().remove(user.id()) == null) {
      throw ApiError.unknown(10026, "Ban");
    }
    world.keepBan(guild, user.id());
    publishBan("GUILD_BAN_REMOVE", guild, user);
  }

  private void publishBan(String type, Guild guild, User user) {
    ObjectNode payload = Json.object().put("guild_id", guild.idText());
    payload.set("user", user.json());
    world.publish(type, payload, new Event.Everyone(guild));
  }

  void roles(Guild guild, GuildMember guildMember, Iterable<Long> roles) {
    guildMember.roles(roles);
    changed(guild, guildMember);
  }

  public void addRole(Guild guild, GuildMember guildMember, long role) {
    if (!guild.roles().containsKey(role)) {
      throw ApiError.unknownRole();
    }
    if (!guildMember.hasRole(role)) {
      List<Long> more = new ArrayList<>(guildMember.roles());
      more.add(role);
      roles(guild, guildMember, more);
    }
  }

  public void takeRole(Guild guild, GuildMember guildMember, long role) {
    if (guildMember.hasRole(role)) {
      List<Long> left = new ArrayList<>(guildMember.roles());
      left.remove(role);
      roles(guild, guildMember, left);
    }
  }

  /** Changes a member as {@code PATCH /guilds/{id}/members/{id}} describes. */
  public void modify(Guild guild, GuildMember guildMember, ObjectNode form) {
    if (form.has("nick")) {
      String nick = form.get("nick").asText("");
      if (MessageForm.length(nick) > 32) {
        throw ApiError.field("nick", "BASE_TYPE_MAX_LENGTH", "Must be 32 or fewer in length.");
      }
      guildMember
          .partial()
          .set("nick", nick.isEmpty() || form.get("nick").isNull() ? null : form.get("nick"));
    }
    if (form.path("roles").isArray()) {
      Set<Long> roles = new LinkedHashSet<>();
      for (JsonNode role : form.get("roles")) {
        if (!guild.roles().containsKey(Json.id(role))) {
          throw ApiError.unknownRole();
        }
        roles.add(Json.id(role));
      }
      guildMember.roles(roles);
    }
    for (String field : List.of("mute", "deaf", "communication_disabled_until", "flags")) {
      if (form.has(field)) {
        guildMember.partial().set(field, form.get(field));
      }
    }
    changed(guild, guildMember);
  }

  private void changed(Guild guild, GuildMember guildMember) {
    world.keep(guild, guildMember);
    ObjectNode payload = guildMember.full().put("guild_id", guild.idText());
    world.publish("GUILD_MEMBER_UPDATE", payload, new Event.Everyone(guild));
  }

  /** Announces a changed account to every guild that it is in. */
  public void userChanged(User user) {
    world.keep(user);
    for (Guild guild : world.guilds().values()) {
      guild.member(user.id()).ifPresent(guildMember -> changed(guild, guildMember));
    }
  }

  public ObjectNode addSticker(Guild guild, String name) {
    ObjectNode sticker =
        Json.object()
            .put("id", Long.toString(world.snowflakes().next()))
            .put("name", name)
            .put("tags", "wave")
            .put("type", 2)
            .put("format_type", 1)
            .put("description", name)
            .put("available", true)
            .put("guild_id", guild.idText());
    ((ArrayNode) guild.json().get("stickers")).add(sticker);
    world.keep(guild);
    return sticker;
  }
}
