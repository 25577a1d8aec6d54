package dev.switchboard.sandbox.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.switchboard.sandbox.act.Reactions;
import dev.switchboard.sandbox.world.ApiError;
import dev.switchboard.sandbox.world.Channel;
import dev.switchboard.sandbox.world.Json;
import dev.switchboard.sandbox.world.Message;
import dev.switchboard.sandbox.world.Permissions;
import dev.switchboard.sandbox.world.World;
import java.util.Set;

/** {@code …/messages/{message}/reactions}. */
public final class ReactionRoutes {
  private final World world;
  private final Access access;
  private final Reactions reactions;

  public ReactionRoutes(World world, Access access) {
    this.world = world;
    this.access = access;
    this.reactions = new Reactions(world);
  }

  public void addTo(RouteTable routes) {
    String all = "/channels/{channel}/messages/{message}/reactions";
    String one = all + "/{emoji}";
    routes.get(one, this::list);
    routes.put(one + "/@me", this::add);
    routes.delete(one + "/@me", this::removeOwn);
    routes.delete(one + "/{user}", this::removeOf);
    routes.delete(one, this::removeEmoji);
    routes.delete(all, this::removeAll);
  }

  private RestAnswer list(RestCall restCall) {
    Channel channel = access.channel(restCall, Permissions.READ_MESSAGE_HISTORY);
    Message message = access.message(channel, restCall);
    int limit = restCall.number("limit", 1, 100, 25);
    long after = Json.id(restCall.query("after").orElse("0"));
    ArrayNode list = Json.array();
    message.reactions().getOrDefault(restCall.parameter("emoji"), Set.of()).stream()
        .filter(user -> user > after)
        .sorted()
        .limit(limit)
        .forEach(user -> list.add(world.user(user).json()));
    return RestAnswer.ok(list);
  }

  private RestAnswer add(RestCall restCall) {
    Channel channel = access.channel(restCall, Permissions.READ_MESSAGE_HISTORY);
    Message message = access.message(channel, restCall);
    String emoji = restCall.parameter("emoji");
    if (!message.reactions().containsKey(emoji)) {
      access.need(world.permissions(channel, restCall.botId()), Permissions.ADD_REACTIONS);
    }
    reactions.add(channel, message, restCall.botId(), emoji);
    return RestAnswer.done();
  }

  private RestAnswer removeOwn(RestCall restCall) {
    Channel channel = access.channel(restCall);
    Message message = access.message(channel, restCall);
    reactions.remove(channel, message, restCall.botId(), restCall.parameter("emoji"));
    return RestAnswer.done();
  }

  private RestAnswer removeOf(RestCall restCall) {
    Channel channel = moderated(restCall);
    Message message = access.message(channel, restCall);
    reactions.remove(channel, message, restCall.id("user"), restCall.parameter("emoji"));
    return RestAnswer.done();
  }

  private RestAnswer removeEmoji(RestCall restCall) {
    Channel channel = moderated(restCall);
    reactions.removeEmoji(channel, access.message(channel, restCall), restCall.parameter("emoji"));
    return RestAnswer.done();
  }

  private RestAnswer removeAll(RestCall restCall) {
    Channel channel = moderated(restCall);
    reactions.removeAll(channel, access.message(channel, restCall));
    return RestAnswer.done();
  }

  private Channel moderated(RestCall restCall) {
    Channel channel = access.channel(restCall, Permissions.MANAGE_MESSAGES);
    if (channel.isDm()) {
      throw ApiError.of(403, 50003, "Cannot execute action on a DM channel");
    }
    return channel;
  }
}
