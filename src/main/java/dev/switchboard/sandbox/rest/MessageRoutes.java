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

/** {@code /channels/{channel}/messages} and what hangs below it. */
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
      routes.put(pin, call -> pin(call, true));
      routes.delete(pin, call -> pin(call, false));
    }
    routes.get("/channels/{channel}/polls/{message}/answers/{answer}", this::voters);
    routes.post("/channels/{channel}/polls/{message}/expire", this::endPoll);
  }

  private Answer page(Call call) {
    Channel channel = access.channel(call);
    int limit = call.number("limit", 1, 100, 50);
    Messages.Page page = new Messages.Page.Newest(limit);
    if (call.query("around").isPresent()) {
      page = new Messages.Page.Around(snowflake(call, "around"), limit);
    } else if (call.query("before").isPresent()) {
      page = new Messages.Page.Before(snowflake(call, "before"), limit);
    } else if (call.query("after").isPresent()) {
      page = new Messages.Page.After(snowflake(call, "after"), limit);
    }
    boolean mayRead =
        Permissions.has(world.permissions(channel, call.botId()), Permissions.READ_MESSAGE_HISTORY);
    List<Message> found = mayRead ? Messages.page(channel, page) : List.of();
    ArrayNode list = Json.array();
    found.forEach(message -> list.add(visible(call, channel, message)));
    return Answer.ok(list);
  }

  private static long snowflake(Call call, String name) {
    String text = call.query(name).orElse("");
    if (!text.matches("\\d{1,19}")) {
      throw ApiError.field(name, "NUMBER_TYPE_COERCE", "Value \"" + text + "\" is not snowflake.");
    }
    return Json.id(text);
  }

  /** Content is hidden from a bot whose portal has MESSAGE_CONTENT switched off. */
  private ObjectNode visible(Call call, Channel channel, Message message) {
    ObjectNode shown = messages.view().show(channel, message, call.botId());
    boolean allowed = (call.application().allowedIntents() & Intents.MESSAGE_CONTENT) != 0;
    if (allowed || channel.isDm()) {
      return shown;
    }
    ObjectNode inGuild = Json.copy(shown).put("guild_id", Long.toString(channel.guild()));
    boolean hidden = GatewayPayloads.isContentOfOthers(inGuild, call.botId());
    return hidden ? GatewayPayloads.blank(shown) : shown;
  }

  private Answer post(Call call) {
    Channel channel = access.channel(call);
    checkPostable(channel, call.botId(), call);
    ObjectNode form = call.form();
    if (Json.has(form, "message_reference")) {
      access.need(world.permissions(channel, call.botId()), Permissions.READ_MESSAGE_HISTORY);
    }
    return Answer.ok(
        messages.post(
            MessageDraft.ordinary(call.application().bot(), channel, form, call.files())));
  }

  private void checkPostable(Channel channel, long user, Call call) {
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
    if (!call.files().isEmpty()) {
      access.need(permissions, Permissions.ATTACH_FILES);
    }
    if (thread && channel.isArchived()) {
      if (channel.isLocked() && !Permissions.has(permissions, Permissions.MANAGE_THREADS)) {
        throw ApiError.of(400, 50083, "Thread is archived");
      }
      new Threads(world).unarchive(channel);
    }
  }

  private Answer show(Call call) {
    Channel channel = access.channel(call, Permissions.READ_MESSAGE_HISTORY);
    return Answer.ok(visible(call, channel, access.message(channel, call)));
  }

  private Answer edit(Call call) {
    Channel channel = access.channel(call);
    Message message = access.message(channel, call);
    ObjectNode form = call.form();
    if (message.author() != call.botId()) {
      boolean flagsOnly = form.size() == 1 && form.has("flags");
      if (!flagsOnly) {
        throw ApiError.of(403, 50005, "Cannot edit a message authored by another user");
      }
      access.need(world.permissions(channel, call.botId()), Permissions.MANAGE_MESSAGES);
    }
    if (channel.isThread() && channel.isArchived()) {
      throw ApiError.of(400, 50083, "Thread is archived");
    }
    return Answer.ok(messages.edit(channel, message, form, call.files()));
  }

  private Answer delete(Call call) {
    Channel channel = access.channel(call);
    Message message = access.message(channel, call);
    if (message.author() != call.botId()) {
      if (channel.isDm()) {
        throw ApiError.of(403, 50003, "Cannot execute action on a DM channel");
      }
      access.need(world.permissions(channel, call.botId()), Permissions.MANAGE_MESSAGES);
    }
    messages.delete(channel, message);
    // What one says oneself one deletes without a word.
    if (!channel.isDm() && message.author() != call.botId()) {
      deleted(call, channel, AuditLog.Action.MESSAGE_DELETE, message.author(), 1);
    }
    return Answer.done();
  }

  private Answer deleteMany(Call call) {
    Channel channel = access.channel(call);
    if (channel.isDm()) {
      throw ApiError.of(403, 50003, "Cannot execute action on a DM channel");
    }
    access.need(world.permissions(channel, call.botId()), Permissions.MANAGE_MESSAGES);
    JsonNode ids = call.form().path("messages");
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
    deleted(call, channel, AuditLog.Action.MESSAGE_BULK_DELETE, channel.id(), found.size());
    return Answer.done();
  }

  private void deleted(Call call, Channel channel, AuditLog.Action action, long target, int count) {
    ObjectNode options = Json.object().put("count", Integer.toString(count));
    options.put("channel_id", channel.idText());
    new AuditLog(world).add(call, world.guildOf(channel), action, target, options);
  }

  private Answer typing(Call call) {
    Channel channel = access.channel(call);
    if (channel.isDm()) {
      channels.checkDm(channel, true);
    } else {
      access.need(world.permissions(channel, call.botId()), Permissions.SEND_MESSAGES);
    }
    Typing.start(world, channel, call.application().bot());
    return Answer.done();
  }

  private Answer pin(Call call, boolean pinned) {
    Channel channel = access.channel(call, Permissions.MANAGE_MESSAGES);
    Message message = access.message(channel, call);
    messages.pin(channel, message, call.application().bot(), pinned);
    return Answer.done();
  }

  private List<Message> pinned(Channel channel) {
    return channel.messages().descendingMap().values().stream()
        .filter(message -> message.json().path("pinned").asBoolean())
        .toList();
  }

  private Answer oldPins(Call call) {
    Channel channel = access.channel(call);
    return Answer.ok(messages.view().showAll(channel, pinned(channel), call.botId()));
  }

  private Answer pins(Call call) {
    Channel channel = access.channel(call);
    ObjectNode answer = Json.object();
    ArrayNode items = answer.putArray("items");
    for (Message message : pinned(channel)) {
      ObjectNode item = items.addObject().put("pinned_at", world.now());
      item.set("message", messages.view().show(channel, message, call.botId()));
    }
    return Answer.ok(answer.put("has_more", false));
  }

  private Answer voters(Call call) {
    Channel channel = access.channel(call);
    Message message = access.message(channel, call);
    ObjectNode answer = Json.object();
    ArrayNode users = answer.putArray("users");
    message
        .votes()
        .getOrDefault((int) call.id("answer"), java.util.Set.of())
        .forEach(user -> users.add(world.user(user).json()));
    return Answer.ok(answer);
  }

  private Answer endPoll(Call call) {
    Channel channel = access.channel(call);
    Message message = access.message(channel, call);
    if (message.author() != call.botId()) {
      throw ApiError.missingPermissions();
    }
    Polls.expire(message);
    return Answer.ok(messages.updated(channel, message));
  }
}
