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
  private final GuildAuditLog audit;

  public ChannelRoutes(World world, Access access, Channels channels) {
    this.world = world;
    this.access = access;
    this.channels = channels;
    this.audit = new GuildAuditLog(world);
  }

  public void addTo(RouteTable routes) {
    routes.get("/channels/{channel}", restCall -> RestAnswer.ok(access.channel(restCall).json()));
    routes.patch("/channels/{channel}", this::modify);
    routes.delete("/channels/{channel}", this::delete);
    routes.put("/channels/{channel}/permissions/{overwrite}", this::putOverwrite);
    routes.delete("/channels/{channel}/permissions/{overwrite}", this::removeOverwrite);
    routes.get("/guilds/{guild}/channels", this::list);
    routes.post("/guilds/{guild}/channels", this::create);
    routes.patch("/guilds/{guild}/channels", this::reorder);
  }

  private RestAnswer list(RestCall restCall) {
    Guild guild = access.guild(restCall, restCall.botId());
    ArrayNode list = Json.array();
    guild.channels().stream()
        .map(world::channel)
        .filter(channel -> world.isShown(channel, restCall.botId()))
        .forEach(channel -> list.add(channel.json()));
    return RestAnswer.ok(list);
  }

  private RestAnswer create(RestCall restCall) {
    Guild guild = access.guild(restCall, restCall.botId(), Permissions.MANAGE_CHANNELS);
    ObjectNode form = restCall.form();
    checkOverwrites(guild, form, restCall.botId());
    Channel made = channels.create(guild, form);
    audit.add(restCall, guild, GuildAuditLog.Action.CHANNEL_CREATE, made.id());
    return RestAnswer.created(made.json());
  }

  /**
   * A bot can only grant and deny permissions in overwrites that it has itself, unless it is an
   * administrator.
   */
  private void checkOverwrites(Guild guild, ObjectNode form, long bot) {
    long own = Permissions.in(guild, bot);
    for (JsonNode overwrite : form.path("permission_overwrites")) {
      long touched = Permissions.bits(overwrite, "allow") | Permissions.bits(overwrite, "deny");
      access.need(own, touched);
    }
  }

  private RestAnswer modify(RestCall restCall) {
    Channel channel = access.channel(restCall);
    ObjectNode form = restCall.form();
    if (channel.isDm()) {
      throw ApiError.of(403, 50003, "Cannot execute action on a DM channel");
    }
    if (channel.isThread()) {
      boolean own = Json.id(channel.json(), "owner_id") == restCall.botId();
      access.need(
          world.permissions(channel, restCall.botId()),
          own ? Permissions.SEND_MESSAGES_IN_THREADS : Permissions.MANAGE_THREADS);
      new Threads(world).modify(channel, form);
      audit.add(restCall, world.guildOf(channel), GuildAuditLog.Action.THREAD_UPDATE, channel.id());
      return RestAnswer.ok(channel.json());
    }
    access.need(world.permissions(channel, restCall.botId()), Permissions.MANAGE_CHANNELS);
    if (form.has("permission_overwrites")) {
      access.need(world.permissions(channel, restCall.botId()), Permissions.MANAGE_ROLES);
      checkOverwrites(world.guildOf(channel), form, restCall.botId());
    }
    channels.modify(channel, form);
    audit.add(restCall, world.guildOf(channel), GuildAuditLog.Action.CHANNEL_UPDATE, channel.id());
    return RestAnswer.ok(channel.json());
  }

  private RestAnswer delete(RestCall restCall) {
    Channel channel = access.channel(restCall);
    if (channel.isDm()) {
      return RestAnswer.ok(channel.json());
    }
    long wanted = channel.isThread() ? Permissions.MANAGE_THREADS : Permissions.MANAGE_CHANNELS;
    access.need(world.permissions(channel, restCall.botId()), wanted);
    channels.delete(channel);
    GuildAuditLog.Action action =
        channel.isThread()
            ? GuildAuditLog.Action.THREAD_DELETE
            : GuildAuditLog.Action.CHANNEL_DELETE;
    audit.add(restCall, world.guildOf(channel), action, channel.id());
    return RestAnswer.ok(channel.json());
  }

  private RestAnswer reorder(RestCall restCall) {
    Guild guild = access.guild(restCall, restCall.botId(), Permissions.MANAGE_CHANNELS);
    for (JsonNode move : restCall.json()) {
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
        audit.add(restCall, guild, GuildAuditLog.Action.CHANNEL_UPDATE, channel.id());
      }
    }
    return RestAnswer.done();
  }

  private RestAnswer putOverwrite(RestCall restCall) {
    Channel channel = access.channel(restCall, Permissions.MANAGE_ROLES);
    boolean known =
        channel
            .json()
            .path("permission_overwrites")
            .valueStream()
            .anyMatch(overwrite -> Json.id(overwrite, "id") == restCall.id("overwrite"));
    channels.putOverwrite(channel, restCall.id("overwrite"), restCall.form());
    overwritten(
        restCall,
        channel,
        known ? GuildAuditLog.Action.OVERWRITE_UPDATE : GuildAuditLog.Action.OVERWRITE_CREATE);
    return RestAnswer.done();
  }

  private RestAnswer removeOverwrite(RestCall restCall) {
    Channel channel = access.channel(restCall, Permissions.MANAGE_ROLES);
    channels.removeOverwrite(channel, restCall.id("overwrite"));
    overwritten(restCall, channel, GuildAuditLog.Action.OVERWRITE_DELETE);
    return RestAnswer.done();
  }

  private void overwritten(RestCall restCall, Channel channel, GuildAuditLog.Action action) {
    ObjectNode options = Json.object().put("id", restCall.parameter("overwrite"));
    audit.add(restCall, world.guildOf(channel), action, channel.id(), options);
  }
}
