package dev.switchboard.sandbox.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.sandbox.act.MessageDraft;
import dev.switchboard.sandbox.act.MessageForm;
import dev.switchboard.sandbox.act.Messages;
import dev.switchboard.sandbox.act.Threads;
import dev.switchboard.sandbox.world.ApiError;
import dev.switchboard.sandbox.world.Channel;
import dev.switchboard.sandbox.world.ChannelType;
import dev.switchboard.sandbox.world.Guild;
import dev.switchboard.sandbox.world.Json;
import dev.switchboard.sandbox.world.Message;
import dev.switchboard.sandbox.world.Permissions;
import dev.switchboard.sandbox.world.User;
import dev.switchboard.sandbox.world.World;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Starting, joining and listing threads and forum posts. */
public final class ThreadRoutes {
  private final World world;
  private final Access access;
  private final Messages messages;
  private final Threads threads;

  public ThreadRoutes(World world, Access access, Messages messages) {
    this.world = world;
    this.access = access;
    this.messages = messages;
    this.threads = new Threads(world);
  }

  public void addTo(RouteTable routes) {
    routes.post("/channels/{channel}/threads", this::start);
    routes.post("/channels/{channel}/messages/{message}/threads", this::startFromMessage);
    routes.get("/guilds/{guild}/threads/active", this::active);
    routes.get(
        "/channels/{channel}/threads/archived/public", restCall -> archived(restCall, false));
    routes.get(
        "/channels/{channel}/threads/archived/private", restCall -> archived(restCall, true));
    String members = "/channels/{channel}/thread-members";
    routes.get(members, this::members);
    routes.get(members + "/{user}", this::member);
    routes.put(members + "/@me", this::join);
    routes.delete(members + "/@me", this::leave);
    routes.put(members + "/{user}", this::add);
    routes.delete(members + "/{user}", this::remove);
  }

  private RestAnswer start(RestCall restCall) {
    Channel parent = access.channel(restCall);
    ObjectNode form = restCall.form();
    if (ChannelType.isForum(parent.type())) {
      return post(restCall, parent, form);
    }
    if (parent.type() != ChannelType.TEXT && parent.type() != ChannelType.ANNOUNCEMENT) {
      throw ApiError.of(400, 50024, "Cannot execute action on this channel type");
    }
    int type = form.path("type").asInt(ChannelType.PRIVATE_THREAD);
    boolean isPrivate = type == ChannelType.PRIVATE_THREAD;
    access.need(
        world.permissions(parent, restCall.botId()),
        isPrivate ? Permissions.CREATE_PRIVATE_THREADS : Permissions.CREATE_PUBLIC_THREADS);
    Channel thread =
        threads.start(parent, world.snowflakes().next(), restCall.application().bot(), form, type);
    return created(restCall, thread);
  }

  private RestAnswer created(RestCall restCall, Channel thread) {
    new GuildAuditLog(world)
        .add(restCall, world.guildOf(thread), GuildAuditLog.Action.THREAD_CREATE, thread.id());
    ObjectNode json = Json.copy(thread.json());
    json.set("member", threads.member(thread, restCall.botId()));
    return RestAnswer.created(json);
  }

  /** A post in a forum: a thread with its first message, which has the same id. */
  private RestAnswer post(RestCall restCall, Channel forum, ObjectNode form) {
    access.need(world.permissions(forum, restCall.botId()), Permissions.SEND_MESSAGES);
    if (!(form.get("message") instanceof ObjectNode message)) {
      throw ApiError.field("message", "BASE_TYPE_REQUIRED", "This field is required");
    }
    MessageForm.check(message, restCall.files());
    User bot = restCall.application().bot();
    long id = world.snowflakes().next();
    Channel thread = threads.start(forum, id, bot, form, ChannelType.PUBLIC_THREAD);
    ObjectNode first = messages.post(MessageDraft.ordinary(bot, thread, message, restCall.files()));
    ObjectNode json = Json.copy(thread.json());
    json.set("member", threads.member(thread, restCall.botId()));
    json.set("message", first);
    return RestAnswer.created(json);
  }

  private RestAnswer startFromMessage(RestCall restCall) {
    Channel parent = access.channel(restCall, Permissions.CREATE_PUBLIC_THREADS);
    Message message = access.message(parent, restCall);
    if (world.channels().containsKey(message.id())) {
      throw ApiError.of(400, 160_004, "A thread has already been created for this message");
    }
    Channel thread =
        threads.start(
            parent,
            message.id(),
            restCall.application().bot(),
            restCall.form(),
            ChannelType.PUBLIC_THREAD);
    message.json().put("flags", message.flags() | 1 << 5);
    messages.updated(parent, message);
    return created(restCall, thread);
  }

  private Stream<Channel> threads(Guild guild, long viewer, Predicate<Channel> wanted) {
    return guild.threads().stream()
        .map(world::channel)
        .filter(wanted)
        .filter(thread -> world.sees(thread, viewer))
        .sorted(Comparator.comparingLong(Channel::id).reversed());
  }

  private RestAnswer active(RestCall restCall) {
    Guild guild = access.guild(restCall, restCall.botId());
    List<Channel> found = threads(guild, restCall.botId(), t -> !t.isArchived()).toList();
    ObjectNode list = threads.list(found, restCall.botId());
    return RestAnswer.ok(list);
  }

  private RestAnswer archived(RestCall restCall, boolean wantPrivate) {
    Channel parent = access.channel(restCall, Permissions.READ_MESSAGE_HISTORY);
    int limit = restCall.number("limit", 2, 100, 50);
    List<Channel> found =
        threads(
                world.guildOf(parent),
                restCall.botId(),
                t ->
                    t.isArchived()
                        && t.parent() == parent.id()
                        && (t.type() == ChannelType.PRIVATE_THREAD) == wantPrivate)
            .toList();
    ObjectNode list = threads.list(found.stream().limit(limit).toList(), restCall.botId());
    return RestAnswer.ok(list.put("has_more", found.size() > limit));
  }

  private Channel thread(RestCall restCall) {
    Channel thread = access.channel(restCall);
    if (!thread.isThread()) {
      throw ApiError.of(400, 50024, "Cannot execute action on this channel type");
    }
    return thread;
  }

  private RestAnswer members(RestCall restCall) {
    Channel thread = thread(restCall);
    ArrayNode list = Json.array();
    thread.threadMembers().keySet().forEach(user -> list.add(threads.member(thread, user)));
    return RestAnswer.ok(list);
  }

  private RestAnswer member(RestCall restCall) {
    long user = restCall.parameter("user").equals("@me") ? restCall.botId() : restCall.id("user");
    return RestAnswer.ok(threads.member(thread(restCall), user));
  }

  private RestAnswer join(RestCall restCall) {
    threads.join(thread(restCall), restCall.application().bot());
    return RestAnswer.done();
  }

  private RestAnswer leave(RestCall restCall) {
    threads.leave(thread(restCall), restCall.botId());
    return RestAnswer.done();
  }

  private RestAnswer add(RestCall restCall) {
    threads.join(thread(restCall), world.user(restCall.id("user")));
    return RestAnswer.done();
  }

  private RestAnswer remove(RestCall restCall) {
    Channel thread = thread(restCall);
    access.need(world.permissions(thread, restCall.botId()), Permissions.MANAGE_THREADS);
    threads.leave(thread, restCall.id("user"));
    return RestAnswer.done();
  }
}
