package dev.switchboard.sandbox.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.sandbox.act.Guilds;
import dev.switchboard.sandbox.act.Stickers;
import dev.switchboard.sandbox.world.ApiError;
import dev.switchboard.sandbox.world.Event;
import dev.switchboard.sandbox.world.Guild;
import dev.switchboard.sandbox.world.Json;
import dev.switchboard.sandbox.world.Permissions;
import dev.switchboard.sandbox.world.User;
import dev.switchboard.sandbox.world.World;
import java.util.List;
import java.util.TreeSet;

/** {@code /guilds/{guild}}: the guild itself, its roles, bans and stickers. */
public final class GuildRoutes {
  private final World world;
  private final Access access;
  private final Guilds guilds;
  private final GuildAuditLog audit;

  public GuildRoutes(World world, Access access, Guilds guilds) {
    this.world = world;
    this.access = access;
    this.guilds = guilds;
    this.audit = new GuildAuditLog(world);
  }

  public void addTo(RouteTable routes) {
    routes.get("/guilds/{guild}", this::show);
    routes.patch("/guilds/{guild}", this::modify);
    routes.get("/guilds/{guild}/preview", this::show);
    routes.get("/guilds/{guild}/roles", this::roles);
    routes.post("/guilds/{guild}/roles", this::addRole);
    routes.get("/guilds/{guild}/roles/{role}", this::role);
    routes.patch("/guilds/{guild}/roles/{role}", this::modifyRole);
    routes.delete("/guilds/{guild}/roles/{role}", this::removeRole);
    routes.get("/guilds/{guild}/bans", this::bans);
    routes.get("/guilds/{guild}/bans/{user}", this::ban);
    routes.put("/guilds/{guild}/bans/{user}", this::putBan);
    routes.delete("/guilds/{guild}/bans/{user}", this::removeBan);
    routes.get("/guilds/{guild}/audit-logs", this::auditLog);
    routes.get("/guilds/{guild}/stickers", this::stickers);
    routes.get(
        "/guilds/{guild}/emojis", restCall -> RestAnswer.ok(guild(restCall).json().get("emojis")));
    routes.get("/stickers/{sticker}", this::sticker);
  }

  private Guild guild(RestCall restCall) {
    return access.guild(restCall, restCall.botId());
  }

  private RestAnswer show(RestCall restCall) {
    Guild guild = guild(restCall);
    ObjectNode json = guild.shown();
    if (restCall.flag("with_counts")) {
      json.put("approximate_member_count", guild.members().size());
      json.put("approximate_presence_count", guild.members().size());
    }
    return RestAnswer.ok(json);
  }

  private RestAnswer modify(RestCall restCall) {
    Guild guild = access.guild(restCall, restCall.botId(), Permissions.MANAGE_GUILD);
    ObjectNode form = restCall.form();
    for (String field : new String[] {"name", "description", "system_channel_id", "afk_timeout"}) {
      if (form.has(field)) {
        guild.json().set(field, form.get(field));
      }
    }
    world.keep(guild);
    world.publish("GUILD_UPDATE", guild.shown(), new Event.Everyone(guild));
    audit.add(restCall, guild, GuildAuditLog.Action.GUILD_UPDATE, guild.id());
    return RestAnswer.ok(guild.shown());
  }

  private RestAnswer roles(RestCall restCall) {
    ArrayNode list = Json.array();
    guild(restCall).roles().values().forEach(list::add);
    return RestAnswer.ok(list);
  }

  private RestAnswer role(RestCall restCall) {
    ObjectNode role = guild(restCall).roles().get(restCall.id("role"));
    if (role == null) {
      throw ApiError.unknownRole();
    }
    return RestAnswer.ok(role);
  }

  private RestAnswer addRole(RestCall restCall) {
    Guild guild = access.guild(restCall, restCall.botId(), Permissions.MANAGE_ROLES);
    ObjectNode role = guilds.addRole(guild, restCall.formOrEmpty());
    audit.add(restCall, guild, GuildAuditLog.Action.ROLE_CREATE, Json.id(role, "id"));
    return RestAnswer.ok(role);
  }

  private RestAnswer modifyRole(RestCall restCall) {
    Guild guild = access.guild(restCall, restCall.botId(), Permissions.MANAGE_ROLES);
    access.needsToOutrankRole(guild, restCall.botId(), restCall.id("role"));
    ObjectNode role = guilds.modifyRole(guild, restCall.id("role"), restCall.form());
    audit.add(restCall, guild, GuildAuditLog.Action.ROLE_UPDATE, restCall.id("role"));
    return RestAnswer.ok(role);
  }

  private RestAnswer removeRole(RestCall restCall) {
    Guild guild = access.guild(restCall, restCall.botId(), Permissions.MANAGE_ROLES);
    access.needsToOutrankRole(guild, restCall.botId(), restCall.id("role"));
    guilds.removeRole(guild, restCall.id("role"));
    audit.add(restCall, guild, GuildAuditLog.Action.ROLE_DELETE, restCall.id("role"));
    return RestAnswer.done();
  }

  private ObjectNode ban(Guild guild, long user) {
    String reason = guild.bans().get(user);
    if (reason == null) {
      throw ApiError.unknown(10026, "Ban");
    }
    ObjectNode json = Json.object();
    json.set("user", world.user(user).json());
    return reason.isEmpty() ? json.putNull("reason") : json.put("reason", reason);
  }

  private RestAnswer bans(RestCall restCall) {
    Guild guild = access.guild(restCall, restCall.botId(), Permissions.BAN_MEMBERS);
    int limit = restCall.number("limit", 1, 1000, 1000);
    long before = Json.id(restCall.query("before").orElse("0"));
    long after = Json.id(restCall.query("after").orElse("0"));
    // Discord takes "before" where both are given, and answers in ascending order always.
    var users = new TreeSet<>(guild.bans().keySet());
    List<Long> shown =
        before == 0
            ? users.tailSet(after, false).stream().limit(limit).toList()
            : users.headSet(before, false).descendingSet().stream()
                .limit(limit)
                .toList()
                .reversed();
    ArrayNode list = Json.array();
    shown.forEach(user -> list.add(ban(guild, user)));
    return RestAnswer.ok(list);
  }

  private RestAnswer ban(RestCall restCall) {
    Guild guild = access.guild(restCall, restCall.botId(), Permissions.BAN_MEMBERS);
    return RestAnswer.ok(ban(guild, restCall.id("user")));
  }

  private RestAnswer putBan(RestCall restCall) {
    Guild guild = access.guild(restCall, restCall.botId(), Permissions.BAN_MEMBERS);
    User user = world.user(restCall.id("user"));
    access.needsToOutrank(guild, restCall.botId(), user.id());
    guilds.ban(guild, user, restCall.reason());
    audit.add(restCall, guild, GuildAuditLog.Action.BAN_ADD, user.id());
    return RestAnswer.done();
  }

  private RestAnswer removeBan(RestCall restCall) {
    Guild guild = access.guild(restCall, restCall.botId(), Permissions.BAN_MEMBERS);
    guilds.unban(guild, world.user(restCall.id("user")));
    audit.add(restCall, guild, GuildAuditLog.Action.BAN_REMOVE, restCall.id("user"));
    return RestAnswer.done();
  }

  private RestAnswer auditLog(RestCall restCall) {
    Guild guild = access.guild(restCall, restCall.botId(), Permissions.VIEW_AUDIT_LOG);
    return RestAnswer.ok(audit.shown(guild, restCall));
  }

  private RestAnswer stickers(RestCall restCall) {
    return RestAnswer.ok(guild(restCall).json().get("stickers"));
  }

  private RestAnswer sticker(RestCall restCall) {
    return RestAnswer.ok(
        Stickers.shown(restCall.id("sticker"))
            .orElseThrow(() -> ApiError.unknown(10060, "Sticker")));
  }
}
