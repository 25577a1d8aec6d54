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

  private Answer list(Call call) {
    Channel channel = access.channel(call, Permissions.READ_MESSAGE_HISTORY);
    Message message = access.message(channel, call);
    int limit = call.number("limit", 1, 100, 25);
    long after = Json.id(call.query("after").orElse("0"));
    ArrayNode list = Json.array();
    message.reactions().getOrDefault(call.parameter("emoji"), Set.of()).stream()
        .filter(user -> user > after)
        .sorted()
        .limit(limit)
        .forEach(user -> list.add(world.user(user).json()));
    return Answer.ok(list);
  }

  private Answer add(Call call) {
    Channel channel = access.channel(call, Permissions.READ_MESSAGE_HISTORY);
    Message message = access.message(channel, call);
    String emoji = call.parameter("emoji");
    if (!message.reactions().containsKey(emoji)) {
      access.need(world.permissions(channel, call.botId()), Permissions.ADD_REACTIONS);
    }
    reactions.add(channel, message, call.botId(), emoji);
    return Answer.done();
  }

  private Answer removeOwn(Call call) {
    Channel channel = access.channel(call);
    Message message = access.message(channel, call);
    reactions.remove(channel, message, call.botId(), call.parameter("emoji"));
    return Answer.done();
  }

  private Answer removeOf(Call call) {
    Channel channel = moderated(call);
    Message message = access.message(channel, call);
    reactions.remove(channel, message, call.id("user"), call.parameter("emoji"));
    return Answer.done();
  }

  private Answer removeEmoji(Call call) {
    Channel channel = moderated(call);
    reactions.removeEmoji(channel, access.message(channel, call), call.parameter("emoji"));
    return Answer.done();
  }

  private Answer removeAll(Call call) {
    Channel channel = moderated(call);
    reactions.removeAll(channel, access.message(channel, call));
    return Answer.done();
  }

  private Channel moderated(Call call) {
    Channel channel = access.channel(call, Permissions.MANAGE_MESSAGES);
    if (channel.isDm()) {
      throw ApiError.of(403, 50003, "Cannot execute action on a DM channel");
    }
    return channel;
  }
}
