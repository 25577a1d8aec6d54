package dev.switchboard.sandbox.control;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.sandbox.act.MessageDraft;
import dev.switchboard.sandbox.act.Polls;
import dev.switchboard.sandbox.act.Reactions;
import dev.switchboard.sandbox.act.Typing;
import dev.switchboard.sandbox.rest.Answer;
import dev.switchboard.sandbox.rest.Call;
import dev.switchboard.sandbox.rest.RouteTable;
import dev.switchboard.sandbox.world.ApiError;
import dev.switchboard.sandbox.world.Application;
import dev.switchboard.sandbox.world.Channel;
import dev.switchboard.sandbox.world.ChannelType;
import dev.switchboard.sandbox.world.Guild;
import dev.switchboard.sandbox.world.Json;
import dev.switchboard.sandbox.world.Message;
import dev.switchboard.sandbox.world.Permissions;
import dev.switchboard.sandbox.world.User;
import dev.switchboard.sandbox.world.World;
import java.util.List;

/** Control: acting as a person in channels, and seeing what that person sees. */
public final class ActRoutes {
  private final Deeds deeds;
  private final World world;

  public ActRoutes(Deeds deeds) {
    this.deeds = deeds;
    this.world = deeds.world();
  }

  public void addTo(RouteTable routes) {
    String channel = "/control/users/{user}/channels/{channel}";
    String message = channel + "/messages/{message}";
    routes.get("/control/users/{user}/view", this::view);
    routes.post("/control/users/{user}/dm", call -> Answer.ok(dm(call).json()));
    routes.post("/control/users/{user}/dm/messages", call -> post(call, dm(call)));
    routes.get("/control/users/{user}/dm/messages", call -> read(call, dm(call)));
    routes.get(channel + "/messages", call -> read(call, channel(call)));
    routes.post(channel + "/messages", call -> post(call, channel(call)));
    routes.get(message, this::show);
    routes.patch(message, this::edit);
    routes.delete(message, this::delete);
    routes.put(message + "/reactions/{emoji}", call -> react(call, true));
    routes.delete(message + "/reactions/{emoji}", call -> react(call, false));
    routes.delete(message + "/reactions", this::clearReactions);
    routes.put(message + "/votes/{answer}", this::vote);
    routes.put(message + "/pin", call -> pin(call, true));
    routes.delete(message + "/pin", call -> pin(call, false));
    routes.post(channel + "/notices", this::notice);
    routes.post(channel + "/typing", this::typing);
  }

  private User user(Call call) {
    return world.user(call.id("user"));
  }

  /** A channel that the person sees; 50001 otherwise. */
  private Channel channel(Call call) {
    return deeds.access().channel(call.id("channel"), user(call).id());
  }

  private Channel dm(Call call) {
    long bot = Json.id(call.query("bot").orElse("0"));
    Application application =
        bot == 0 ? world.applications().values().iterator().next() : world.applications().get(bot);
    if (application == null) {
      throw ApiError.unknownUser();
    }
    return deeds.channels().openDm(user(call), application.bot());
  }

  private Message message(Channel channel, Call call) {
    Message message = channel.message(call.id("message")).orElseThrow(ApiError::unknownMessage);
    if (message.isEphemeral() && message.viewer() != user(call).id()) {
      throw ApiError.unknownMessage();
    }
    return message;
  }

  private Answer post(Call call, Channel channel) {
    User user = user(call);
    if (!ChannelType.takesMessages(channel.type())) {
      throw ApiError.of(400, 50008, "Cannot send messages in a non-text channel");
    }
    if (channel.isDm()) {
      deeds.channels().checkDm(channel, false);
    } else {
      deeds
          .access()
          .need(
              world.permissions(channel, user.id()),
              channel.isThread()
                  ? Permissions.SEND_MESSAGES_IN_THREADS
                  : Permissions.SEND_MESSAGES);
    }
    ObjectNode form = call.form();
    ObjectNode extra = form.path("extra") instanceof ObjectNode given ? given : Json.object();
    return Answer.ok(
        deeds
            .messages()
            .post(
                new MessageDraft(
                    user, channel, form, call.files(), new MessageDraft.WithExtra(extra))));
  }

  private Answer read(Call call, Channel channel) {
    int limit = call.number("limit", 1, 1000, 50);
    long before = Json.id(call.query("before").orElse("0"));
    long viewer = user(call).id();
    ArrayNode list = Json.array();
    var ordinary = channel.messages().descendingMap();
    var own = channel.ephemeral().descendingMap();
    List<Message> found =
        java.util.stream.Stream.concat(
                (before == 0 ? ordinary : ordinary.tailMap(before, false))
                    .values().stream().limit(limit),
                (before == 0 ? own : own.tailMap(before, false))
                    .values().stream().filter(m -> m.viewer() == viewer).limit(limit))
            .sorted(java.util.Comparator.comparingLong(Message::id).reversed())
            .limit(limit)
            .toList();
    found.forEach(m -> list.add(deeds.messages().view().show(channel, m, viewer)));
    return Answer.ok(list);
  }

  private Answer show(Call call) {
    Channel channel = channel(call);
    return Answer.ok(
        deeds.messages().view().show(channel, message(channel, call), user(call).id()));
  }

  private Answer edit(Call call) {
    Channel channel = channel(call);
    Message message = message(channel, call);
    ObjectNode form = call.form();
    if (form.path("extra") instanceof ObjectNode extra) {
      message.json().setAll(extra);
      return Answer.ok(deeds.messages().updated(channel, message));
    }
    if (message.author() != user(call).id()) {
      throw ApiError.of(403, 50005, "Cannot edit a message authored by another user");
    }
    return Answer.ok(deeds.messages().edit(channel, message, form, call.files()));
  }

  private Answer delete(Call call) {
    Channel channel = channel(call);
    Message message = message(channel, call);
    boolean own = message.author() == user(call).id() || message.viewer() == user(call).id();
    if (!own) {
      if (channel.isDm()) {
        throw ApiError.of(403, 50003, "Cannot execute action on a DM channel");
      }
      deeds.access().need(world.permissions(channel, user(call).id()), Permissions.MANAGE_MESSAGES);
    }
    deeds.messages().delete(channel, message);
    return Answer.done();
  }

  private Answer react(Call call, boolean add) {
    Channel channel = channel(call);
    Message message = message(channel, call);
    Reactions reactions = new Reactions(world);
    if (add) {
      reactions.add(channel, message, user(call).id(), call.parameter("emoji"));
    } else {
      reactions.remove(channel, message, user(call).id(), call.parameter("emoji"));
    }
    return Answer.done();
  }

  private Answer clearReactions(Call call) {
    Channel channel = channel(call);
    if (channel.isDm()) {
      throw ApiError.of(403, 50003, "Cannot execute action on a DM channel");
    }
    deeds.access().need(world.permissions(channel, user(call).id()), Permissions.MANAGE_MESSAGES);
    Message message = message(channel, call);
    Reactions reactions = new Reactions(world);
    call.query("emoji")
        .ifPresentOrElse(
            emoji -> reactions.removeEmoji(channel, message, emoji),
            () -> reactions.removeAll(channel, message));
    return Answer.done();
  }

  private Answer pin(Call call, boolean pinned) {
    Channel channel = channel(call);
    if (!channel.isDm()) {
      deeds.access().need(world.permissions(channel, user(call).id()), Permissions.MANAGE_MESSAGES);
    }
    deeds.messages().pin(channel, message(channel, call), user(call), pinned);
    return Answer.done();
  }

  /** Discord's own message about what the person did: {@code {type, …}} with raw fields. */
  private Answer notice(Call call) {
    ObjectNode form = call.form();
    deeds.messages().system(channel(call), user(call), form.path("type").asInt(), form);
    return Answer.done();
  }

  private Answer vote(Call call) {
    Channel channel = channel(call);
    new Polls(world)
        .vote(channel, message(channel, call), user(call).id(), (int) call.id("answer"));
    return Answer.done();
  }

  private Answer typing(Call call) {
    Typing.start(world, channel(call), user(call));
    return Answer.done();
  }

  /** What a person's client would show: DMs and the visible channels of their guilds. */
  private Answer view(Call call) {
    User user = user(call);
    ObjectNode view = Json.object();
    view.set("user", user.json());
    view.put("dms_open", user.dmsOpen());
    ArrayNode dms = view.putArray("dms");
    for (Channel dm : world.dms()) {
      if (dm.person() == user.id()) {
        ObjectNode json = Json.copy(dm.json());
        json.putArray("recipients").add(world.user(dm.bot()).json());
        dms.add(json);
      }
    }
    ArrayNode guilds = view.putArray("guilds");
    for (Guild guild : world.guilds().values()) {
      if (guild.has(user.id())) {
        guilds.add(view(guild, user));
      }
    }
    return Answer.ok(view);
  }

  private ObjectNode view(Guild guild, User user) {
    ObjectNode json = guild.shown();
    json.put("permissions", Long.toString(Permissions.in(guild, user.id())));
    ArrayNode channels = json.putArray("channels");
    ArrayNode threads = json.putArray("threads");
    for (long id : guild.channels()) {
      addVisible(channels, world.channel(id), user);
    }
    for (long id : guild.threads()) {
      addVisible(threads, world.channel(id), user);
    }
    ArrayNode members = json.putArray("members");
    guild.members().values().forEach(member -> members.add(member.full()));
    return json;
  }

  private void addVisible(ArrayNode into, Channel channel, User user) {
    long permissions = world.permissions(channel, user.id());
    if (Permissions.has(permissions, Permissions.VIEW_CHANNEL)) {
      into.add(Json.copy(channel.json()).put("permissions", Long.toString(permissions)));
    }
  }
}
