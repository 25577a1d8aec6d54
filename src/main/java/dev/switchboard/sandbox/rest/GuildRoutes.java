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

/** {@code /guilds/{guild}}: the guild itself, its roles, bans and stickers. */
public final class GuildRoutes {
  private final World world;
  private final Access access;
  private final Guilds guilds;
  private final AuditLog audit;

  public GuildRoutes(World world, Access access, Guilds guilds) {
    this.world = world;
    this.access = access;
    this.guilds = guilds;
    this.audit = new AuditLog(world);
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
    routes.get("/guilds/{guild}/emojis", call -> Answer.ok(guild(call).json().get("emojis")));
    routes.get("/stickers/{sticker}", this::sticker);
  }

  private Guild guild(Call call) {
    return access.guild(call, call.botId());
  }

  private Answer show(Call call) {
    Guild guild = guild(call);
    ObjectNode json = guild.shown();
    if (call.flag("with_counts")) {
      json.put("approximate_member_count", guild.members().size());
      json.put("approximate_presence_count", guild.members().size());
    }
    return Answer.ok(json);
  }

  private Answer modify(Call call) {
    Guild guild = access.guild(call, call.botId(), Permissions.MANAGE_GUILD);
    ObjectNode form = call.form();
    for (String field : new String[] {"name", "description", "system_channel_id", "afk_timeout"}) {
      if (form.has(field)) {
        guild.json().set(field, form.get(field));
      }
    }
    world.keep(guild);
    world.publish("GUILD_UPDATE", guild.shown(), new Event.Everyone(guild));
    audit.add(call, guild, AuditLog.Action.GUILD_UPDATE, guild.id());
    return Answer.ok(guild.shown());
  }

  private Answer roles(Call call) {
    ArrayNode list = Json.array();
    guild(call).roles().values().forEach(list::add);
    return Answer.ok(list);
  }

  private Answer role(Call call) {
    ObjectNode role = guild(call).roles().get(call.id("role"));
    if (role == null) {
      throw ApiError.unknownRole();
    }
    return Answer.ok(role);
  }

  private Answer addRole(Call call) {
    Guild guild = access.guild(call, call.botId(), Permissions.MANAGE_ROLES);
    ObjectNode role = guilds.addRole(guild, call.formOrEmpty());
    audit.add(call, guild, AuditLog.Action.ROLE_CREATE, Json.id(role, "id"));
    return Answer.ok(role);
  }

  private Answer modifyRole(Call call) {
    Guild guild = access.guild(call, call.botId(), Permissions.MANAGE_ROLES);
    access.needsToOutrankRole(guild, call.botId(), call.id("role"));
    ObjectNode role = guilds.modifyRole(guild, call.id("role"), call.form());
    audit.add(call, guild, AuditLog.Action.ROLE_UPDATE, call.id("role"));
    return Answer.ok(role);
  }

  private Answer removeRole(Call call) {
    Guild guild = access.guild(call, call.botId(), Permissions.MANAGE_ROLES);
    access.needsToOutrankRole(guild, call.botId(), call.id("role"));
    guilds.removeRole(guild, call.id("role"));
    audit.add(call, guild, AuditLog.Action.ROLE_DELETE, call.id("role"));
    return Answer.done();
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

  private Answer bans(Call call) {
    Guild guild = access.guild(call, call.botId(), Permissions.BAN_MEMBERS);
    ArrayNode list = Json.array();
    guild.bans().keySet().forEach(user -> list.add(ban(guild, user)));
    return Answer.ok(list);
  }

  private Answer ban(Call call) {
    Guild guild = access.guild(call, call.botId(), Permissions.BAN_MEMBERS);
    return Answer.ok(ban(guild, call.id("user")));
  }

  private Answer putBan(Call call) {
    Guild guild = access.guild(call, call.botId(), Permissions.BAN_MEMBERS);
    User user = world.user(call.id("user"));
    access.needsToOutrank(guild, call.botId(), user.id());
    guilds.ban(guild, user, call.reason());
    audit.add(call, guild, AuditLog.Action.BAN_ADD, user.id());
    return Answer.done();
  }

  private Answer removeBan(Call call) {
    Guild guild = access.guild(call, call.botId(), Permissions.BAN_MEMBERS);
    guilds.unban(guild, world.user(call.id("user")));
    audit.add(call, guild, AuditLog.Action.BAN_REMOVE, call.id("user"));
    return Answer.done();
  }

  private Answer auditLog(Call call) {
    Guild guild = access.guild(call, call.botId(), Permissions.VIEW_AUDIT_LOG);
    return Answer.ok(audit.shown(guild, call));
  }

  private Answer stickers(Call call) {
    return Answer.ok(guild(call).json().get("stickers"));
  }

  private Answer sticker(Call call) {
    return Answer.ok(
        Stickers.shown(call.id("sticker")).orElseThrow(() -> ApiError.unknown(10060, "Sticker")));
  }
}
