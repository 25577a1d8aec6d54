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
    routes.get("/channels/{channel}/threads/archived/public", call -> archived(call, false));
    routes.get("/channels/{channel}/threads/archived/private", call -> archived(call, true));
    String members = "/channels/{channel}/thread-members";
    routes.get(members, this::members);
    routes.get(members + "/{user}", this::member);
    routes.put(members + "/@me", this::join);
    routes.delete(members + "/@me", this::leave);
    routes.put(members + "/{user}", this::add);
    routes.delete(members + "/{user}", this::remove);
  }

  private Answer start(Call call) {
    Channel parent = access.channel(call);
    ObjectNode form = call.form();
    if (ChannelType.isForum(parent.type())) {
      return post(call, parent, form);
    }
    if (parent.type() != ChannelType.TEXT && parent.type() != ChannelType.ANNOUNCEMENT) {
      throw ApiError.of(400, 50024, "Cannot execute action on this channel type");
    }
    int type = form.path("type").asInt(ChannelType.PRIVATE_THREAD);
    boolean isPrivate = type == ChannelType.PRIVATE_THREAD;
    access.need(
        world.permissions(parent, call.botId()),
        isPrivate ? Permissions.CREATE_PRIVATE_THREADS : Permissions.CREATE_PUBLIC_THREADS);
    Channel thread =
        threads.start(parent, world.snowflakes().next(), call.application().bot(), form, type);
    return created(call, thread);
  }

  private Answer created(Call call, Channel thread) {
    new AuditLog(world)
        .add(call, world.guildOf(thread), AuditLog.Action.THREAD_CREATE, thread.id());
    ObjectNode json = Json.copy(thread.json());
    json.set("member", threads.member(thread, call.botId()));
    return Answer.created(json);
  }

  /** A post in a forum: a thread with its first message, whose id it has. */
  private Answer post(Call call, Channel forum, ObjectNode form) {
    access.need(world.permissions(forum, call.botId()), Permissions.SEND_MESSAGES);
    if (!(form.get("message") instanceof ObjectNode message)) {
      throw ApiError.field("message", "BASE_TYPE_REQUIRED", "This field is required");
    }
    MessageForm.check(message, call.files());
    User bot = call.application().bot();
    long id = world.snowflakes().next();
    Channel thread = threads.start(forum, id, bot, form, ChannelType.PUBLIC_THREAD);
    ObjectNode first = messages.post(MessageDraft.ordinary(bot, thread, message, call.files()));
    ObjectNode json = Json.copy(thread.json());
    json.set("member", threads.member(thread, call.botId()));
    json.set("message", first);
    return Answer.created(json);
  }

  private Answer startFromMessage(Call call) {
    Channel parent = access.channel(call, Permissions.CREATE_PUBLIC_THREADS);
    Message message = access.message(parent, call);
    if (world.channels().containsKey(message.id())) {
      throw ApiError.of(400, 160_004, "A thread has already been created for this message");
    }
    Channel thread =
        threads.start(
            parent, message.id(), call.application().bot(), call.form(), ChannelType.PUBLIC_THREAD);
    message.json().put("flags", message.flags() | 1 << 5);
    messages.updated(parent, message);
    return created(call, thread);
  }

  private Stream<Channel> threads(Guild guild, long viewer, Predicate<Channel> wanted) {
    return guild.threads().stream()
        .map(world::channel)
        .filter(wanted)
        .filter(thread -> world.sees(thread, viewer))
        .sorted(Comparator.comparingLong(Channel::id).reversed());
  }

  private Answer active(Call call) {
    Guild guild = access.guild(call, call.botId());
    List<Channel> found = threads(guild, call.botId(), t -> !t.isArchived()).toList();
    ObjectNode list = threads.list(found, call.botId());
    return Answer.ok(list);
  }

  private Answer archived(Call call, boolean wantPrivate) {
    Channel parent = access.channel(call, Permissions.READ_MESSAGE_HISTORY);
    int limit = call.number("limit", 2, 100, 50);
    List<Channel> found =
        threads(
                world.guildOf(parent),
                call.botId(),
                t ->
                    t.isArchived()
                        && t.parent() == parent.id()
                        && (t.type() == ChannelType.PRIVATE_THREAD) == wantPrivate)
            .toList();
    ObjectNode list = threads.list(found.stream().limit(limit).toList(), call.botId());
    return Answer.ok(list.put("has_more", found.size() > limit));
  }

  private Channel thread(Call call) {
    Channel thread = access.channel(call);
    if (!thread.isThread()) {
      throw ApiError.of(400, 50024, "Cannot execute action on this channel type");
    }
    return thread;
  }

  private Answer members(Call call) {
    Channel thread = thread(call);
    ArrayNode list = Json.array();
    thread.threadMembers().keySet().forEach(user -> list.add(threads.member(thread, user)));
    return Answer.ok(list);
  }

  private Answer member(Call call) {
    long user = call.parameter("user").equals("@me") ? call.botId() : call.id("user");
    return Answer.ok(threads.member(thread(call), user));
  }

  private Answer join(Call call) {
    threads.join(thread(call), call.application().bot());
    return Answer.done();
  }

  private Answer leave(Call call) {
    threads.leave(thread(call), call.botId());
    return Answer.done();
  }

  private Answer add(Call call) {
    threads.join(thread(call), world.user(call.id("user")));
    return Answer.done();
  }

  private Answer remove(Call call) {
    Channel thread = thread(call);
    access.need(world.permissions(thread, call.botId()), Permissions.MANAGE_THREADS);
    threads.leave(thread, call.id("user"));
    return Answer.done();
  }
}
