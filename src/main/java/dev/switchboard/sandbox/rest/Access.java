package dev.switchboard.sandbox.rest;

import dev.switchboard.sandbox.world.ApiError;
import dev.switchboard.sandbox.world.Channel;
import dev.switchboard.sandbox.world.Guild;
import dev.switchboard.sandbox.world.Member;
import dev.switchboard.sandbox.world.Message;
import dev.switchboard.sandbox.world.Permissions;
import dev.switchboard.sandbox.world.World;

/** Finds what a caller names and refuses what it may not see or do, with Discord's codes. */
public final class Access {
  private final World world;

  public Access(World world) {
    this.world = world;
  }

  /** A guild that the caller is in. */
  Guild guild(Call call, long user) {
    Guild guild = world.guild(call.id("guild"));
    if (!guild.has(user)) {
      throw ApiError.missingAccess();
    }
    return guild;
  }

  /** A guild that the bot is in and where it has a permission. */
  Guild guild(Call call, long user, long permission) {
    Guild guild = guild(call, user);
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

  Channel channel(Call call) {
    return channel(call.id("channel"), call.botId());
  }

  /** A channel that the calling bot can see and where it has a permission. */
  public Channel channel(Call call, long permission) {
    Channel channel = channel(call);
    need(world.permissions(channel, call.botId()), permission);
    return channel;
  }

  public void need(long permissions, long wanted) {
    if (!Permissions.has(permissions, wanted)) {
      throw ApiError.missingPermissions();
    }
  }

  /** A message that everybody in the channel sees. */
  Message message(Channel channel, Call call) {
    Message message = channel.messages().get(call.id("message"));
    if (message == null) {
      throw ApiError.unknownMessage();
    }
    return message;
  }

  public Member member(Guild guild, long user) {
    return guild.member(user).orElseThrow(ApiError::unknownMember);
  }

  /** Refuses to act on a member or role that stands above the actor. */
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
    Member member = guild.members().get(user);
    if (member != null) {
      for (long role : member.roles()) {
        var json = guild.roles().get(role);
        rank = Math.max(rank, json == null ? 0 : json.path("position").asInt());
      }
    }
    return rank;
  }
}
