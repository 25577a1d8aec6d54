package dev.switchboard.sandbox.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.sandbox.act.Guilds;
import dev.switchboard.sandbox.gateway.Intents;
import dev.switchboard.sandbox.world.ApiError;
import dev.switchboard.sandbox.world.Guild;
import dev.switchboard.sandbox.world.GuildMember;
import dev.switchboard.sandbox.world.Json;
import dev.switchboard.sandbox.world.Permissions;
import dev.switchboard.sandbox.world.World;
import java.util.Locale;

/** {@code /guilds/{guild}/members}. */
public final class MemberRoutes {
  private final World world;
  private final Access access;
  private final Guilds guilds;
  private final GuildAuditLog audit;

  public MemberRoutes(World world, Access access, Guilds guilds) {
    this.world = world;
    this.access = access;
    this.guilds = guilds;
    this.audit = new GuildAuditLog(world);
  }

  public void addTo(RouteTable routes) {
    String all = "/guilds/{guild}/members";
    routes.get(all, this::list);
    routes.get(all + "/search", this::search);
    routes.get(all + "/{user}", this::show);
    routes.patch(all + "/@me", this::modifySelf);
    routes.patch(all + "/{user}", this::modify);
    routes.delete(all + "/{user}", this::kick);
    routes.put(all + "/{user}/roles/{role}", restCall -> role(restCall, true));
    routes.delete(all + "/{user}/roles/{role}", restCall -> role(restCall, false));
  }

  private RestAnswer list(RestCall restCall) {
    Guild guild = access.guild(restCall, restCall.botId());
    if ((restCall.application().allowedIntents() & Intents.GUILD_MEMBERS) == 0) {
      throw ApiError.missingAccess();
    }
    int limit = restCall.number("limit", 1, 1000, 1);
    long after = Json.id(restCall.query("after").orElse("0"));
    ArrayNode list = Json.array();
    guild.members().values().stream()
        .filter(guildMember -> guildMember.user().id() > after)
        .sorted(java.util.Comparator.comparingLong(guildMember -> guildMember.user().id()))
        .limit(limit)
        .forEach(guildMember -> list.add(guildMember.full()));
    return RestAnswer.ok(list);
  }

  private RestAnswer search(RestCall restCall) {
    Guild guild = access.guild(restCall, restCall.botId());
    String query = restCall.query("query").orElse("").toLowerCase(Locale.ROOT);
    int limit = restCall.number("limit", 1, 1000, 1);
    ArrayNode list = Json.array();
    guild.members().values().stream()
        .filter(guildMember ->
            guildMember.user().username().startsWith(query)
                || guildMember.displayName().toLowerCase(Locale.ROOT).startsWith(query))
        .limit(limit)
        .forEach(guildMember -> list.add(guildMember.full()));
    return RestAnswer.ok(list);
  }

  private RestAnswer show(RestCall restCall) {
    Guild guild = access.guild(restCall, restCall.botId());
    world.user(restCall.id("user"));
    return RestAnswer.ok(access.member(guild, restCall.id("user")).full());
  }

  private RestAnswer modifySelf(RestCall restCall) {
    Guild guild = access.guild(restCall, restCall.botId(), Permissions.CHANGE_NICKNAME);
    GuildMember self = access.member(guild, restCall.botId());
    guilds.modify(guild, self, restCall.form());
    audit.add(restCall, guild, GuildAuditLog.Action.MEMBER_UPDATE, restCall.botId());
    return RestAnswer.ok(self.full());
  }

  private RestAnswer modify(RestCall restCall) {
    Guild guild = access.guild(restCall, restCall.botId());
    GuildMember guildMember = access.member(guild, restCall.id("user"));
    ObjectNode form = restCall.form();
    long permissions = Permissions.in(guild, restCall.botId());
    if (form.has("nick")) {
      access.need(permissions, Permissions.MANAGE_NICKNAMES);
    }
    if (form.has("roles")) {
      access.need(permissions, Permissions.MANAGE_ROLES);
    }
    if (form.has("communication_disabled_until")) {
      access.need(permissions, Permissions.MODERATE_MEMBERS);
    }
    access.needsToOutrank(guild, restCall.botId(), guildMember.user().id());
    guilds.modify(guild, guildMember, form);
    if (form.has("roles")) {
      audit.add(restCall, guild, GuildAuditLog.Action.MEMBER_ROLE_UPDATE, guildMember.user().id());
    }
    if (form.has("nick") || form.has("communication_disabled_until")) {
      audit.add(restCall, guild, GuildAuditLog.Action.MEMBER_UPDATE, guildMember.user().id());
    }
    return RestAnswer.ok(guildMember.full());
  }

  private RestAnswer kick(RestCall restCall) {
    Guild guild = access.guild(restCall, restCall.botId(), Permissions.KICK_MEMBERS);
    GuildMember guildMember = access.member(guild, restCall.id("user"));
    access.needsToOutrank(guild, restCall.botId(), guildMember.user().id());
    guilds.leave(guild, guildMember.user().id());
    audit.add(restCall, guild, GuildAuditLog.Action.MEMBER_KICK, guildMember.user().id());
    return RestAnswer.done();
  }

  private RestAnswer role(RestCall restCall, boolean give) {
    Guild guild = access.guild(restCall, restCall.botId(), Permissions.MANAGE_ROLES);
    GuildMember guildMember = access.member(guild, restCall.id("user"));
    access.needsToOutrankRole(guild, restCall.botId(), restCall.id("role"));
    if (give) {
      guilds.addRole(guild, guildMember, restCall.id("role"));
    } else {
      guilds.takeRole(guild, guildMember, restCall.id("role"));
    }
    audit.add(restCall, guild, GuildAuditLog.Action.MEMBER_ROLE_UPDATE, guildMember.user().id());
    return RestAnswer.done();
  }
}
