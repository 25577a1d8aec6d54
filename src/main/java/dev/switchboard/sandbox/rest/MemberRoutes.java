package dev.switchboard.sandbox.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.sandbox.act.Guilds;
import dev.switchboard.sandbox.gateway.Intents;
import dev.switchboard.sandbox.world.ApiError;
import dev.switchboard.sandbox.world.Guild;
import dev.switchboard.sandbox.world.Json;
import dev.switchboard.sandbox.world.Member;
import dev.switchboard.sandbox.world.Permissions;
import dev.switchboard.sandbox.world.World;
import java.util.Locale;

/** {@code /guilds/{guild}/members}. */
public final class MemberRoutes {
  private final World world;
  private final Access access;
  private final Guilds guilds;
  private final AuditLog audit;

  public MemberRoutes(World world, Access access, Guilds guilds) {
    this.world = world;
    this.access = access;
    this.guilds = guilds;
    this.audit = new AuditLog(world);
  }

  public void addTo(RouteTable routes) {
    String all = "/guilds/{guild}/members";
    routes.get(all, this::list);
    routes.get(all + "/search", this::search);
    routes.get(all + "/{user}", this::show);
    routes.patch(all + "/@me", this::modifySelf);
    routes.patch(all + "/{user}", this::modify);
    routes.delete(all + "/{user}", this::kick);
    routes.put(all + "/{user}/roles/{role}", call -> role(call, true));
    routes.delete(all + "/{user}/roles/{role}", call -> role(call, false));
  }

  private Answer list(Call call) {
    Guild guild = access.guild(call, call.botId());
    if ((call.application().allowedIntents() & Intents.GUILD_MEMBERS) == 0) {
      throw ApiError.missingAccess();
    }
    int limit = call.number("limit", 1, 1000, 1);
    long after = Json.id(call.query("after").orElse("0"));
    ArrayNode list = Json.array();
    guild.members().values().stream()
        .filter(member -> member.user().id() > after)
        .sorted(java.util.Comparator.comparingLong(member -> member.user().id()))
        .limit(limit)
        .forEach(member -> list.add(member.full()));
    return Answer.ok(list);
  }

  private Answer search(Call call) {
    Guild guild = access.guild(call, call.botId());
    String query = call.query("query").orElse("").toLowerCase(Locale.ROOT);
    int limit = call.number("limit", 1, 1000, 1);
    ArrayNode list = Json.array();
    guild.members().values().stream()
        .filter(member ->
            member.user().username().startsWith(query)
                || member.displayName().toLowerCase(Locale.ROOT).startsWith(query))
        .limit(limit)
        .forEach(member -> list.add(member.full()));
    return Answer.ok(list);
  }

  private Answer show(Call call) {
    Guild guild = access.guild(call, call.botId());
    world.user(call.id("user"));
    return Answer.ok(access.member(guild, call.id("user")).full());
  }

  private Answer modifySelf(Call call) {
    Guild guild = access.guild(call, call.botId(), Permissions.CHANGE_NICKNAME);
    Member self = access.member(guild, call.botId());
    guilds.modify(guild, self, call.form());
    audit.add(call, guild, AuditLog.Action.MEMBER_UPDATE, call.botId());
    return Answer.ok(self.full());
  }

  private Answer modify(Call call) {
    Guild guild = access.guild(call, call.botId());
    Member member = access.member(guild, call.id("user"));
    ObjectNode form = call.form();
    long permissions = Permissions.in(guild, call.botId());
    if (form.has("nick")) {
      access.need(permissions, Permissions.MANAGE_NICKNAMES);
    }
    if (form.has("roles")) {
      access.need(permissions, Permissions.MANAGE_ROLES);
    }
    if (form.has("communication_disabled_until")) {
      access.need(permissions, Permissions.MODERATE_MEMBERS);
    }
    access.needsToOutrank(guild, call.botId(), member.user().id());
    guilds.modify(guild, member, form);
    if (form.has("roles")) {
      audit.add(call, guild, AuditLog.Action.MEMBER_ROLE_UPDATE, member.user().id());
    }
    if (form.has("nick") || form.has("communication_disabled_until")) {
      audit.add(call, guild, AuditLog.Action.MEMBER_UPDATE, member.user().id());
    }
    return Answer.ok(member.full());
  }

  private Answer kick(Call call) {
    Guild guild = access.guild(call, call.botId(), Permissions.KICK_MEMBERS);
    Member member = access.member(guild, call.id("user"));
    access.needsToOutrank(guild, call.botId(), member.user().id());
    guilds.leave(guild, member.user().id());
    audit.add(call, guild, AuditLog.Action.MEMBER_KICK, member.user().id());
    return Answer.done();
  }

  private Answer role(Call call, boolean give) {
    Guild guild = access.guild(call, call.botId(), Permissions.MANAGE_ROLES);
    Member member = access.member(guild, call.id("user"));
    access.needsToOutrankRole(guild, call.botId(), call.id("role"));
    if (give) {
      guilds.addRole(guild, member, call.id("role"));
    } else {
      guilds.takeRole(guild, member, call.id("role"));
    }
    audit.add(call, guild, AuditLog.Action.MEMBER_ROLE_UPDATE, member.user().id());
    return Answer.done();
  }
}
