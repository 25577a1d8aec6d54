package dev.switchboard.sandbox.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.sandbox.act.Channels;
import dev.switchboard.sandbox.act.Threads;
import dev.switchboard.sandbox.world.ApiError;
import dev.switchboard.sandbox.world.Channel;
import dev.switchboard.sandbox.world.Guild;
import dev.switchboard.sandbox.world.Json;
import dev.switchboard.sandbox.world.Permissions;
import dev.switchboard.sandbox.world.World;

/** {@code /channels/{channel}} itself, its overwrites, and the channels of a guild. */
public final class ChannelRoutes {
  private final World world;
  private final Access access;
  private final Channels channels;
  private final AuditLog audit;

  public ChannelRoutes(World world, Access access, Channels channels) {
    this.world = world;
    this.access = access;
    this.channels = channels;
    this.audit = new AuditLog(world);
  }

  public void addTo(RouteTable routes) {
    routes.get("/channels/{channel}", call -> Answer.ok(access.channel(call).json()));
    routes.patch("/channels/{channel}", this::modify);
    routes.delete("/channels/{channel}", this::delete);
    routes.put("/channels/{channel}/permissions/{overwrite}", this::putOverwrite);
    routes.delete("/channels/{channel}/permissions/{overwrite}", this::removeOverwrite);
    routes.get("/guilds/{guild}/channels", this::list);
    routes.post("/guilds/{guild}/channels", this::create);
    routes.patch("/guilds/{guild}/channels", this::reorder);
  }

  private Answer list(Call call) {
    Guild guild = access.guild(call, call.botId());
    ArrayNode list = Json.array();
    guild.channels().stream()
        .map(world::channel)
        .filter(channel -> world.isShown(channel, call.botId()))
        .forEach(channel -> list.add(channel.json()));
    return Answer.ok(list);
  }

  private Answer create(Call call) {
    Guild guild = access.guild(call, call.botId(), Permissions.MANAGE_CHANNELS);
    ObjectNode form = call.form();
    checkOverwrites(guild, form, call.botId());
    Channel made = channels.create(guild, form);
    audit.add(call, guild, AuditLog.Action.CHANNEL_CREATE, made.id());
    return Answer.created(made.json());
  }

  /**
   * A bot can grant and deny in overwrites only what it has itself, unless it is an administrator.
   */
  private void checkOverwrites(Guild guild, ObjectNode form, long bot) {
    long own = Permissions.in(guild, bot);
    for (JsonNode overwrite : form.path("permission_overwrites")) {
      long touched = Permissions.bits(overwrite, "allow") | Permissions.bits(overwrite, "deny");
      access.need(own, touched);
    }
  }

  private Answer modify(Call call) {
    Channel channel = access.channel(call);
    ObjectNode form = call.form();
    if (channel.isDm()) {
      throw ApiError.of(403, 50003, "Cannot execute action on a DM channel");
    }
    if (channel.isThread()) {
      boolean own = Json.id(channel.json(), "owner_id") == call.botId();
      access.need(
          world.permissions(channel, call.botId()),
          own ? Permissions.SEND_MESSAGES_IN_THREADS : Permissions.MANAGE_THREADS);
      new Threads(world).modify(channel, form);
      audit.add(call, world.guildOf(channel), AuditLog.Action.THREAD_UPDATE, channel.id());
      return Answer.ok(channel.json());
    }
    access.need(world.permissions(channel, call.botId()), Permissions.MANAGE_CHANNELS);
    if (form.has("permission_overwrites")) {
      access.need(world.permissions(channel, call.botId()), Permissions.MANAGE_ROLES);
      checkOverwrites(world.guildOf(channel), form, call.botId());
    }
    channels.modify(channel, form);
    audit.add(call, world.guildOf(channel), AuditLog.Action.CHANNEL_UPDATE, channel.id());
    return Answer.ok(channel.json());
  }

  private Answer delete(Call call) {
    Channel channel = access.channel(call);
    if (channel.isDm()) {
      return Answer.ok(channel.json());
    }
    long wanted = channel.isThread() ? Permissions.MANAGE_THREADS : Permissions.MANAGE_CHANNELS;
    access.need(world.permissions(channel, call.botId()), wanted);
    channels.delete(channel);
    AuditLog.Action action =
        channel.isThread() ? AuditLog.Action.THREAD_DELETE : AuditLog.Action.CHANNEL_DELETE;
    audit.add(call, world.guildOf(channel), action, channel.id());
    return Answer.ok(channel.json());
  }

  private Answer reorder(Call call) {
    Guild guild = access.guild(call, call.botId(), Permissions.MANAGE_CHANNELS);
    for (JsonNode move : call.json()) {
      Channel channel = world.channel(Json.id(move, "id"));
      if (channel.guild() != guild.id()) {
        throw ApiError.unknownChannel();
      }
      if (move instanceof ObjectNode form) {
        ObjectNode changes = Json.object();
        for (String field : new String[] {"position", "parent_id"}) {
          if (form.has(field)) {
            changes.set(field, form.get(field));
          }
        }
        channels.modify(channel, changes);
        audit.add(call, guild, AuditLog.Action.CHANNEL_UPDATE, channel.id());
      }
    }
    return Answer.done();
  }

  private Answer putOverwrite(Call call) {
    Channel channel = access.channel(call, Permissions.MANAGE_ROLES);
    boolean known =
        channel
            .json()
            .path("permission_overwrites")
            .valueStream()
            .anyMatch(overwrite -> Json.id(overwrite, "id") == call.id("overwrite"));
    channels.putOverwrite(channel, call.id("overwrite"), call.form());
    overwritten(
        call, channel, known ? AuditLog.Action.OVERWRITE_UPDATE : AuditLog.Action.OVERWRITE_CREATE);
    return Answer.done();
  }

  private Answer removeOverwrite(Call call) {
    Channel channel = access.channel(call, Permissions.MANAGE_ROLES);
    channels.removeOverwrite(channel, call.id("overwrite"));
    overwritten(call, channel, AuditLog.Action.OVERWRITE_DELETE);
    return Answer.done();
  }

  private void overwritten(Call call, Channel channel, AuditLog.Action action) {
    ObjectNode options = Json.object().put("id", call.parameter("overwrite"));
    audit.add(call, world.guildOf(channel), action, channel.id(), options);
  }
}
