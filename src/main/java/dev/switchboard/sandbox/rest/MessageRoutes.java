package dev.switchboard.sandbox.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.sandbox.act.Channels;
import dev.switchboard.sandbox.act.MessageDraft;
import dev.switchboard.sandbox.act.Messages;
import dev.switchboard.sandbox.act.Polls;
import dev.switchboard.sandbox.act.Threads;
import dev.switchboard.sandbox.act.Typing;
import dev.switchboard.sandbox.gateway.GatewayPayloads;
import dev.switchboard.sandbox.gateway.Intents;
import dev.switchboard.sandbox.world.ApiError;
import dev.switchboard.sandbox.world.Channel;
import dev.switchboard.sandbox.world.ChannelType;
import dev.switchboard.sandbox.world.Json;
import dev.switchboard.sandbox.world.Message;
import dev.switchboard.sandbox.world.Permissions;
import dev.switchboard.sandbox.world.Snowflakes;
import dev.switchboard.sandbox.world.World;
import java.util.ArrayList;
import java.util.List;

/** {@code /channels/{channel}/messages} and the routes below it. */
public final class MessageRoutes {
  private static final long FORTNIGHT_MILLIS = 14L * 24 * 3600 * 1000;

  private final World world;
  private final Access access;
  private final Messages messages;
  private final Channels channels;

  public MessageRoutes(World world, Access access, Messages messages, Channels channels) {
    this.world = world;
    this.access = access;
    this.messages = messages;
    this.channels = channels;
  }

  public void addTo(RouteTable routes) {
    String all = "/channels/{channel}/messages";
    String one = all + "/{message}";
    routes.get(all, this::page);
    routes.post(all, this::post);
    routes.get(one, this::show);
    routes.patch(one, this::edit);
    routes.delete(one, this::delete);
    routes.post(all + "/bulk-delete", this::deleteMany);
    routes.post(one + "/crosspost", this::show);
    routes.post("/channels/{channel}/typing", this::typing);
    routes.get("/channels/{channel}/pins", this::oldPins);
    routes.get(all + "/pins", this::pins);
    for (String pin : List.of("/channels/{channel}/pins/{message}", all + "/pins/{message}")) {
      routes.put(pin, restCall -> pin(restCall, true));
      routes.delete(pin, restCall -> pin(restCall, false));
    }
    routes.get("/channels/{channel}/polls/{message}/answers/{answer}", this::voters);
    routes.post("/channels/{channel}/polls/{message}/expire", this::endPoll);
  }

  private RestAnswer page(RestCall restCall) {
    Channel channel = access.channel(restCall);
    int limit = restCall.number("limit", 1, 100, 50);
    Messages.Page page = new Messages.Page.Newest(limit);
    if (restCall.query("around").isPresent()) {
      page = new Messages.Page.Around(snowflake(restCall, "around"), limit);
    } else if (restCall.query("before").isPresent()) {
      page = new Messages.Page.Before(snowflake(restCall, "before"), limit);
    } else if (restCall.query("after").isPresent()) {
      page = new Messages.Page.After(snowflake(restCall, "after"), limit);
    }
    boolean mayRead =
        Permissions.has(
            world.permissions(channel, restCall.botId()), Permissions.READ_MESSAGE_HISTORY);
    List<Message> found = mayRead ? Messages.page(channel, page) : List.of();
    ArrayNode list = Json.array();
    found.forEach(message -> list.add(visible(restCall, channel, message)));
    return RestAnswer.ok(list);
  }

  private static long snowflake(RestCall restCall, String name) {
    String text = restCall.query(name).orElse("");
    if (!text.matches("\\d{1,19}")) {
      throw ApiError.field(name, "NUMBER_TYPE_COERCE", "Value \"" + text + "\" is not snowflake.");
    }
    return Json.id(text);
  }

  /** Hides the content from a bot for which MESSAGE_CONTENT is off in the portal. */
  private ObjectNode visible(RestCall restCall, Channel channel, Message message) {
    ObjectNode shown = messages.view().show(channel, message, restCall.botId());
    boolean allowed = (restCall.application().allowedIntents() & Intents.MESSAGE_CONTENT) != 0;
    if (allowed || channel.isDm()) {
      return shown;
    }
    ObjectNode inGuild = Json.copy(shown).put("guild_id", Long.toString(channel.guild()));
    boolean hidden = GatewayPayloads.isContentOfOthers(inGuild, restCall.botId());
    return hidden ? GatewayPayloads.blank(shown) : shown;
  }

  private RestAnswer post(RestCall restCall) {
    Channel channel = access.channel(restCall);
    checkPostable(channel, restCall.botId(), restCall);
    ObjectNode form = restCall.form();
    if (Json.has(form, "message_reference")) {
      access.need(world.permissions(channel, restCall.botId()), Permissions.READ_MESSAGE_HISTORY);
    }
    return RestAnswer.ok(
        messages.post(
            MessageDraft.ordinary(restCall.application().bot(), channel, form, restCall.files())));
  }

  private void checkPostable(Channel channel, long user, RestCall restCall) {
    if (!ChannelType.takesMessages(channel.type())) {
      throw ApiError.of(400, 50008, "Cannot send messages in a non-text channel");
    }
    if (channel.isDm()) {
      channels.checkDm(channel, true);
      return;
    }
    long permissions = world.permissions(channel, user);
    boolean thread = channel.isThread();
    access.need(
        permissions, thread ? Permissions.SEND_MESSAGES_IN_THREADS : Permissions.SEND_MESSAGES);
    if (!restCall.files().isEmpty()) {
      access.need(permissions, Permissions.ATTACH_FILES);
    }
    if (thread && channel.isArchived()) {
      if (channel.isLocked() && !Permissions.has(permissions, Permissions.MANAGE_THREADS)) {
        throw ApiError.of(400, 50083, "Thread is archived");
      }
      new Threads(world).unarchive(channel);
    }
  }

  private RestAnswer show(RestCall restCall) {
    Channel channel = access.channel(restCall, Permissions.READ_MESSAGE_HISTORY);
    return RestAnswer.ok(visible(restCall, channel, access.message(channel, restCall)));
  }

  private RestAnswer edit(RestCall restCall) {
    Channel channel = access.channel(restCall);
    Message message = access.message(channel, restCall);
    ObjectNode form = restCall.form();
    if (message.author() != restCall.botId()) {
      boolean flagsOnly = form.size() == 1 && form.has("flags");
      if (!flagsOnly) {
        throw ApiError.of(403, 50005, "Cannot edit a message authored by another user");
      }
      access.need(world.permissions(channel, restCall.botId()), Permissions.MANAGE_MESSAGES);
    }
    if (channel.isThread() && channel.isArchived()) {
      throw ApiError.of(400, 50083, "Thread is archived");
    }
    return RestAnswer.ok(messages.edit(channel, message, form, restCall.files()));
  }

  private RestAnswer delete(RestCall restCall) {
    Channel channel = access.channel(restCall);
    Message message = access.message(channel, restCall);
    if (message.author() != restCall.botId()) {
      if (channel.isDm()) {
        throw ApiError.of(403, 50003, "Cannot execute action on a DM channel");
      }
      access.need(world.permissions(channel, restCall.botId()), Permissions.MANAGE_MESSAGES);
    }
    messages.delete(channel, message);
    // A bot's deletion of its own message is not logged.
    if (!channel.isDm() && message.author() != restCall.botId()) {
      deleted(restCall, channel, GuildAuditLog.Action.MESSAGE_DELETE, message.author(), 1);
    }
    return RestAnswer.done();
  }

  private RestAnswer deleteMany(RestCall restCall) {
    Channel channel = access.channel(restCall);
    if (channel.isDm()) {
      throw ApiError.of(403, 50003, "Cannot execute action on a DM channel");
    }
    access.need(world.permissions(channel, restCall.botId()), Permissions.MANAGE_MESSAGES);
    JsonNode ids = restCall.form().path("messages");
    if (ids.size() < 2 || ids.size() > 100) {
      throw ApiError.of(
          400,
          50016,
          "Provided too few or too many messages to delete. Must provide at least 2 and fewer than"
              + " 100 messages to delete.");
    }
    List<Message> found = new ArrayList<>();
    for (JsonNode id : ids) {
      if (Snowflakes.time(Json.id(id)).toEpochMilli() < world.clock().millis() - FORTNIGHT_MILLIS) {
        throw ApiError.of(
            400, 50034, "You can only bulk delete messages that are under 14 days old.");
      }
      Message message = channel.messages().get(Json.id(id));
      if (message != null) {
        found.add(message);
      }
    }
    messages.deleteAll(channel, found);
    deleted(
        restCall, channel, GuildAuditLog.Action.MESSAGE_BULK_DELETE, channel.id(), found.size());
    return RestAnswer.done();
  }

  private void deleted(
      RestCall restCall, Channel channel, GuildAuditLog.Action action, long target, int count) {
    ObjectNode options = Json.object().put("count", Integer.toString(count));
    options.put("channel_id", channel.idText());
    new GuildAuditLog(world).add(restCall, world.guildOf(channel), action, target, options);
  }

  private RestAnswer typing(RestCall restCall) {
    Channel channel = access.channel(restCall);
    if (channel.isDm()) {
      channels.checkDm(channel, true);
    } else {
      access.need(world.permissions(channel, restCall.botId()), Permissions.SEND_MESSAGES);
    }
    Typing.start(world, channel, restCall.application().bot());
    return RestAnswer.done();
  }

  private RestAnswer pin(RestCall restCall, boolean pinned) {
    Channel channel = access.channel(restCall, Permissions.MANAGE_MESSAGES);
    Message message = access.message(channel, restCall);
    messages.pin(channel, message, restCall.application().bot(), pinned);
    return RestAnswer.done();
  }

  private List<Message> pinned(Channel channel) {
    return channel.messages().descendingMap().values().stream()
        .filter(message -> message.json().path("pinned").asBoolean())
        .toList();
  }

  private RestAnswer oldPins(RestCall restCall) {
    Channel channel = access.channel(restCall);
    return RestAnswer.ok(messages.view().showAll(channel, pinned(channel), restCall.botId()));
  }

  private RestAnswer pins(RestCall restCall) {
    Channel channel = access.channel(restCall);
    ObjectNode answer = Json.object();
    ArrayNode items = answer.putArray("items");
    for (Message message : pinned(channel)) {
      ObjectNode item = items.addObject().put("pinned_at", world.now());
      item.set("message", messages.view().show(channel, message, restCall.botId()));
    }
    return RestAnswer.ok(answer.put("has_more", false));
  }

  private RestAnswer voters(RestCall restCall) {
    Channel channel = access.channel(restCall);
    Message message = access.message(channel, restCall);
    ObjectNode answer = Json.object();
    ArrayNode users = answer.putArray("users");
    message
        .votes()
        .getOrDefault((int) restCall.id("answer"), java.util.Set.of())
        .forEach(user -> users.add(world.user(user).json()));
    return RestAnswer.ok(answer);
  }

  private RestAnswer endPoll(RestCall restCall) {
    Channel channel = access.channel(restCall);
    Message message = access.message(channel, restCall);
    if (message.author() != restCall.botId()) {
      throw ApiError.missingPermissions();
    }
    Polls.expire(message);
    return RestAnswer.ok(messages.updated(channel, message));
  }
}
