package dev.switchboard.sandbox.rest;

import dev.switchboard.sandbox.world.ApiError;
import dev.switchboard.sandbox.world.Channel;
import dev.switchboard.sandbox.world.Guild;
import dev.switchboard.sandbox.world.GuildMember;
import dev.switchboard.sandbox.world.Message;
import dev.switchboard.sandbox.world.Permissions;
import dev.switchboard.sandbox.world.World;

/** Finds the objects that a call names, and refuses access with Discord's codes. */
public final class Access {
  private final World world;

  public Access(World world) {
    this.world = world;
  }

  /** A guild that the caller is in. */
  Guild guild(RestCall restCall, long user) {
    Guild guild = world.guild(restCall.id("guild"));
    if (!guild.has(user)) {
      throw ApiError.missingAccess();
    }
    return guild;
  }

  /** A guild that the bot is in with the permission. */
  Guild guild(RestCall restCall, long user, long permission) {
    Guild guild = guild(restCall, user);
    need(Permissions.in(guild, user), permission);
    return guild;
  }

  /** A channel that the caller can see. */
  public Channel channel(long id, long user) {
    Channel channel = world.channel(id);
    if (!world.sees(channel, user)) {
      throw ApiError.missingAccess();
    }
    return channel;
  }

  Channel channel(RestCall restCall) {
    return channel(restCall.id("channel"), restCall.botId());
  }

  /** A channel that the calling bot can see with the permission. */
  public Channel channel(RestCall restCall, long permission) {
    Channel channel = channel(restCall);
    need(world.permissions(channel, restCall.botId()), permission);
    return channel;
  }

  public void need(long permissions, long wanted) {
    if (!Permissions.has(permissions, wanted)) {
      throw ApiError.missingPermissions();
    }
  }

  /** A message that everybody in the channel sees. */
  Message message(Channel channel, RestCall restCall) {
    Message message = channel.messages().get(restCall.id("message"));
    if (message == null) {
      throw ApiError.unknownMessage();
    }
    return message;
  }

  public GuildMember member(Guild guild, long user) {
    return guild.member(user).orElseThrow(ApiError::unknownMember);
  }

  /** Refuses an action on a member or role that ranks as high as the actor or above. */
  void needsToOutrank(Guild guild, long actor, long target) {
    if (guild.owner() != actor
        && (guild.owner() == target || rank(guild, actor) <= rank(guild, target))) {
      throw ApiError.missingPermissions();
    }
  }

  void needsToOutrankRole(Guild guild, long actor, long role) {
    var json = guild.roles().get(role);
    if (json == null) {
      throw ApiError.unknownRole();
    }
    if (guild.owner() != actor && rank(guild, actor) <= json.path("position").asInt()) {
      throw ApiError.missingPermissions();
    }
  }

  private static int rank(Guild guild, long user) {
    int rank = 0;
    GuildMember guildMember = guild.members().get(user);
    if (guildMember != null) {
      for (long role : guildMember.roles()) {
        var json = guild.roles().get(role);
        rank = Math.max(rank, json == null ? 0 : json.path("position").asInt());
      }
    }
    return rank;
  }
}
