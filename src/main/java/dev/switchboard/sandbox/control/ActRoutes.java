package dev.switchboard.sandbox.control;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.sandbox.act.MessageDraft;
import dev.switchboard.sandbox.act.Polls;
import dev.switchboard.sandbox.act.Reactions;
import dev.switchboard.sandbox.act.Typing;
import dev.switchboard.sandbox.rest.RestAnswer;
import dev.switchboard.sandbox.rest.RestCall;
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

/** Control: acting as a person in channels, and reading as that person. */
public final class ActRoutes {
  private final WorldActs worldActs;
  private final World world;

  public ActRoutes(WorldActs worldActs) {
    this.worldActs = worldActs;
    this.world = worldActs.world();
  }

  public void addTo(RouteTable routes) {
    String channel = "/control/users/{user}/channels/{channel}";
    String message = channel + "/messages/{message}";
    routes.get("/control/users/{user}/view", this::view);
    routes.post("/control/users/{user}/dm", restCall -> RestAnswer.ok(dm(restCall).json()));
    routes.post("/control/users/{user}/dm/messages", restCall -> post(restCall, dm(restCall)));
    routes.get("/control/users/{user}/dm/messages", restCall -> read(restCall, dm(restCall)));
    routes.get(channel + "/messages", restCall -> read(restCall, channel(restCall)));
    routes.post(channel + "/messages", restCall -> post(restCall, channel(restCall)));
    routes.get(message, this::show);
    routes.patch(message, this::edit);
    routes.delete(message, this::delete);
    routes.put(message + "/reactions/{emoji}", restCall -> react(restCall, true));
    routes.delete(message + "/reactions/{emoji}", restCall -> react(restCall, false));
    routes.delete(message + "/reactions", this::clearReactions);
    routes.put(message + "/votes/{answer}", this::vote);
    routes.put(message + "/pin", restCall -> pin(restCall, true));
    routes.delete(message + "/pin", restCall -> pin(restCall, false));
    routes.post(channel + "/notices", this::notice);
    routes.post(channel + "/typing", this::typing);
  }

  private User user(RestCall restCall) {
    return world.user(restCall.id("user"));
  }

  /** A channel that the person sees; 50001 otherwise. */
  private Channel channel(RestCall restCall) {
    return worldActs.access().channel(restCall.id("channel"), user(restCall).id());
  }

  private Channel dm(RestCall restCall) {
    long bot = Json.id(restCall.query("bot").orElse("0"));
    Application application =
        bot == 0 ? world.applications().values().iterator().next() : world.applications().get(bot);
    if (application == null) {
      throw ApiError.unknownUser();
    }
    return worldActs.channels().openDm(user(restCall), application.bot());
  }

  private Message message(Channel channel, RestCall restCall) {
    Message message = channel.message(restCall.id("message")).orElseThrow(ApiError::unknownMessage);
    if (message.isEphemeral() && message.viewer() != user(restCall).id()) {
      throw ApiError.unknownMessage();
    }
    return message;
  }

  private RestAnswer post(RestCall restCall, Channel channel) {
    User user = user(restCall);
    if (!ChannelType.takesMessages(channel.type())) {
      throw ApiError.of(400, 50008, "Cannot send messages in a non-text channel");
    }
    if (channel.isDm()) {
      worldActs.channels().checkDm(channel, false);
    } else {
      worldActs
          .access()
          .need(
              world.permissions(channel, user.id()),
              channel.isThread()
                  ? Permissions.SEND_MESSAGES_IN_THREADS
                  : Permissions.SEND_MESSAGES);
    }
    ObjectNode form = restCall.form();
    ObjectNode extra = form.path("extra") instanceof ObjectNode given ? given : Json.object();
    return RestAnswer.ok(
        worldActs
            .messages()
            .post(
                new MessageDraft(
                    user, channel, form, restCall.files(), new MessageDraft.WithExtra(extra))));
  }

  private RestAnswer read(RestCall restCall, Channel channel) {
    int limit = restCall.number("limit", 1, 1000, 50);
    long before = Json.id(restCall.query("before").orElse("0"));
    long viewer = user(restCall).id();
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
    found.forEach(m -> list.add(worldActs.messages().view().show(channel, m, viewer)));
    return RestAnswer.ok(list);
  }

  private RestAnswer show(RestCall restCall) {
    Channel channel = channel(restCall);
    return RestAnswer.ok(
        worldActs.messages().view().show(channel, message(channel, restCall), user(restCall).id()));
  }

  private RestAnswer edit(RestCall restCall) {
    Channel channel = channel(restCall);
    Message message = message(channel, restCall);
    ObjectNode form = restCall.form();
    if (form.path("extra") instanceof ObjectNode extra) {
      message.json().setAll(extra);
      return RestAnswer.ok(worldActs.messages().updated(channel, message));
    }
    if (message.author() != user(restCall).id()) {
      throw ApiError.of(403, 50005, "Cannot edit a message authored by another user");
    }
    return RestAnswer.ok(worldActs.messages().edit(channel, message, form, restCall.files()));
  }

  private RestAnswer delete(RestCall restCall) {
    Channel channel = channel(restCall);
    Message message = message(channel, restCall);
    boolean own =
        message.author() == user(restCall).id() || message.viewer() == user(restCall).id();
    if (!own) {
      if (channel.isDm()) {
        throw ApiError.of(403, 50003, "Cannot execute action on a DM channel");
      }
      worldActs
          .access()
          .need(world.permissions(channel, user(restCall).id()), Permissions.MANAGE_MESSAGES);
    }
    worldActs.messages().delete(channel, message);
    return RestAnswer.done();
  }

  private RestAnswer react(RestCall restCall, boolean add) {
    Channel channel = channel(restCall);
    Message message = message(channel, restCall);
    Reactions reactions = new Reactions(world);
    if (add) {
      reactions.add(channel, message, user(restCall).id(), restCall.parameter("emoji"));
    } else {
      reactions.remove(channel, message, user(restCall).id(), restCall.parameter("emoji"));
    }
    return RestAnswer.done();
  }

  private RestAnswer clearReactions(RestCall restCall) {
    Channel channel = channel(restCall);
    if (channel.isDm()) {
      throw ApiError.of(403, 50003, "Cannot execute action on a DM channel");
    }
    worldActs
        .access()
        .need(world.permissions(channel, user(restCall).id()), Permissions.MANAGE_MESSAGES);
    Message message = message(channel, restCall);
    Reactions reactions = new Reactions(world);
    restCall
        .query("emoji")
        .ifPresentOrElse(
            emoji -> reactions.removeEmoji(channel, message, emoji),
            () -> reactions.removeAll(channel, message));
    return RestAnswer.done();
  }

  private RestAnswer pin(RestCall restCall, boolean pinned) {
    Channel channel = channel(restCall);
    if (!channel.isDm()) {
      worldActs
          .access()
          .need(world.permissions(channel, user(restCall).id()), Permissions.MANAGE_MESSAGES);
    }
    worldActs.messages().pin(channel, message(channel, restCall), user(restCall), pinned);
    return RestAnswer.done();
  }

  /** A message of Discord itself about an act of the person: {@code {type, …}} with raw fields. */
  private RestAnswer notice(RestCall restCall) {
    ObjectNode form = restCall.form();
    worldActs.messages().system(channel(restCall), user(restCall), form.path("type").asInt(), form);
    return RestAnswer.done();
  }

  private RestAnswer vote(RestCall restCall) {
    Channel channel = channel(restCall);
    new Polls(world)
        .vote(
            channel, message(channel, restCall), user(restCall).id(), (int) restCall.id("answer"));
    return RestAnswer.done();
  }

  private RestAnswer typing(RestCall restCall) {
    Typing.start(world, channel(restCall), user(restCall));
    return RestAnswer.done();
  }

  /** The content of a person's client: DMs, and the visible channels of their guilds. */
  private RestAnswer view(RestCall restCall) {
    User user = user(restCall);
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
    return RestAnswer.ok(view);
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
    guild.members().values().forEach(guildMember -> members.add(guildMember.full()));
    return json;
  }

  private void addVisible(ArrayNode into, Channel channel, User user) {
    long permissions = world.permissions(channel, user.id());
    if (Permissions.has(permissions, Permissions.VIEW_CHANNEL)) {
      into.add(Json.copy(channel.json()).put("permissions", Long.toString(permissions)));
    }
  }
}
