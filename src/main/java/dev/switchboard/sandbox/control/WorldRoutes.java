package dev.switchboard.sandbox.control;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.sandbox.act.WorldBuilder;
import dev.switchboard.sandbox.rest.Answer;
import dev.switchboard.sandbox.rest.AuditLog;
import dev.switchboard.sandbox.rest.Call;
import dev.switchboard.sandbox.rest.RouteTable;
import dev.switchboard.sandbox.world.ApiError;
import dev.switchboard.sandbox.world.Application;
import dev.switchboard.sandbox.world.Channel;
import dev.switchboard.sandbox.world.Event;
import dev.switchboard.sandbox.world.Guild;
import dev.switchboard.sandbox.world.Json;
import dev.switchboard.sandbox.world.Member;
import dev.switchboard.sandbox.world.Message;
import dev.switchboard.sandbox.world.User;
import dev.switchboard.sandbox.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * Control: looking at the whole world and changing it as its owner would: accounts, guilds, roles,
 * channels, bans.
 */
public final class WorldRoutes {
  private final Deeds deeds;
  private final World world;
  private final WorldBuilder builder;
  private final Supplier<ObjectNode> about;

  /**
   * The routes.
   *
   * @param about what is told of the sandbox itself: addresses, settings, ready-made ids
   */
  public WorldRoutes(Deeds deeds, Supplier<ObjectNode> about) {
    this.deeds = deeds;
    this.world = deeds.world();
    this.builder = new WorldBuilder(world, deeds.guilds(), deeds.channels());
    this.about = about;
  }

  public void addTo(RouteTable routes) {
    routes.get("/control/world", this::show);
    routes.get("/control/users", call -> Answer.ok(users()));
    routes.post("/control/users", this::addUser);
    routes.patch("/control/users/{user}", this::modifyUser);
    routes.post("/control/bots", this::addBot);
    routes.patch("/control/bots/{bot}", this::modifyBot);
    routes.post("/control/guilds", this::addGuild);
    routes.patch("/control/guilds/{guild}", this::modifyGuild);
    String member = "/control/guilds/{guild}/members/{user}";
    routes.put(member, this::join);
    routes.patch(member, this::modifyMember);
    routes.delete(member, this::leave);
    routes.put("/control/guilds/{guild}/outage", call -> outage(call, true));
    routes.delete("/control/guilds/{guild}/outage", call -> outage(call, false));
    routes.put(member + "/roles/{role}", call -> role(call, true));
    routes.delete(member + "/roles/{role}", call -> role(call, false));
    routes.put("/control/guilds/{guild}/bans/{user}", this::ban);
    routes.delete("/control/guilds/{guild}/bans/{user}", this::unban);
    routes.post("/control/guilds/{guild}/roles", this::addRole);
    routes.patch("/control/guilds/{guild}/roles/{role}", this::modifyRole);
    routes.delete("/control/guilds/{guild}/roles/{role}", this::removeRole);
    routes.get(
        "/control/guilds/{guild}/audit-logs",
        call -> Answer.ok(new AuditLog(world).shown(guild(call), call)));
    routes.post("/control/guilds/{guild}/channels", this::addChannel);
    routes.post("/control/guilds/{guild}/stickers", this::addSticker);
    routes.get("/control/channels/{channel}", call -> Answer.ok(channel(call).json()));
    routes.patch("/control/channels/{channel}", this::modifyChannel);
    routes.delete("/control/channels/{channel}", this::removeChannel);
    routes.get("/control/channels/{channel}/messages", this::messages);
  }

  private Guild guild(Call call) {
    return world.guild(call.id("guild"));
  }

  private Channel channel(Call call) {
    return world.channel(call.id("channel"));
  }

  private User user(Call call) {
    return world.user(call.id("user"));
  }

  private Member member(Call call) {
    return deeds.access().member(guild(call), call.id("user"));
  }

  private ArrayNode users() {
    ArrayNode list = Json.array();
    for (User user : world.users().values()) {
      ObjectNode json = Json.copy(user.json()).put("dms_open", user.dmsOpen());
      ArrayNode guilds = json.putArray("guilds");
      world.guilds().values().stream()
          .filter(guild -> guild.has(user.id()))
          .forEach(guild -> guilds.add(guild.idText()));
      list.add(json);
    }
    return list;
  }

  private Answer show(Call call) {
    ObjectNode shown = about.get();
    shown.set("users", users());
    ArrayNode guilds = shown.putArray("guilds");
    for (Guild guild : world.guilds().values()) {
      ObjectNode json = guild.shown();
      ArrayNode channels = json.putArray("channels");
      guild.channels().forEach(id -> channels.add(world.channel(id).json()));
      ArrayNode threads = json.putArray("threads");
      guild.threads().forEach(id -> threads.add(world.channel(id).json()));
      ArrayNode members = json.putArray("members");
      guild.members().values().forEach(member -> members.add(member.full()));
      ArrayNode bans = json.putArray("bans");
      guild.bans().keySet().forEach(id -> bans.add(Long.toString(id)));
      guilds.add(json);
    }
    return Answer.ok(shown);
  }

  private Answer addUser(Call call) {
    ObjectNode form = call.form();
    String username = form.path("username").asText("");
    if (!username.matches("[a-z0-9_.]{2,32}")) {
      throw ApiError.field("username", "USERNAME_INVALID", "Must be 2 to 32 of a-z, 0-9, _ and .");
    }
    String display = form.path("global_name").asText(username);
    Duration age = Duration.ofDays(form.path("account_age_days").asLong(365));
    User user = builder.person(username, display, age);
    // Somebody with a past is no newcomer of this minute: a member for half of the account's age.
    Instant since = world.clock().now().minus(age.dividedBy(2));
    form.path("guilds").forEach(id -> deeds.guilds().join(world.guild(Json.id(id)), user, since));
    return Answer.created(user.json());
  }

  private Answer modifyUser(Call call) {
    User user = user(call);
    ObjectNode form = call.form();
    if (form.has("dms_open")) {
      user.dmsOpen(form.get("dms_open").asBoolean());
    }
    for (String field : new String[] {"username", "global_name", "avatar"}) {
      if (form.has(field)) {
        user.json().set(field, form.get(field));
      }
    }
    deeds.guilds().userChanged(user);
    return Answer.ok(Json.copy(user.json()).put("dms_open", user.dmsOpen()));
  }

  private Answer addBot(Call call) {
    ObjectNode form = call.form();
    Application bot = builder.bot(form.path("name").asText("Bot"));
    form.path("guilds")
        .forEach(id -> builder.inviteWithUsualPermissions(bot, world.guild(Json.id(id))));
    return Answer.created(
        Json.object().put("id", Long.toString(bot.id())).put("token", bot.token()));
  }

  /** What the portal switches: privileged intents, and how many shards Discord asks for. */
  private Answer modifyBot(Call call) {
    Application bot = world.applications().get(call.id("bot"));
    if (bot == null) {
      throw ApiError.unknownUser();
    }
    ObjectNode form = call.form();
    if (form.has("allowed_intents")) {
      bot.allowedIntents(form.get("allowed_intents").asLong());
    }
    if (form.has("shards")) {
      bot.shards(form.get("shards").asInt());
    }
    world.keep(bot);
    return Answer.done();
  }

  private Answer addGuild(Call call) {
    ObjectNode form = call.form();
    Guild guild =
        deeds
            .guilds()
            .create(form.path("name").asText("Guild"), world.user(Json.id(form, "owner_id")));
    return Answer.created(guild.shown());
  }

  private Answer modifyGuild(Call call) {
    Guild guild = guild(call);
    guild.json().setAll(call.form());
    world.keep(guild);
    world.publish("GUILD_UPDATE", guild.shown(), new Event.Everyone(guild));
    return Answer.ok(guild.shown());
  }

  /** A bot comes with the role that Discord makes for it, or made when it was there before. */
  private Answer join(Call call) {
    Application bot = world.applications().get(call.id("user"));
    if (bot != null && !guild(call).has(bot.id())) {
      builder.inviteAgain(bot, guild(call));
      return Answer.ok(member(call).full());
    }
    return Answer.ok(deeds.guilds().join(guild(call), user(call)).full());
  }

  private Answer modifyMember(Call call) {
    Member member = member(call);
    deeds.guilds().modify(guild(call), member, call.form());
    return Answer.ok(member.full());
  }

  private Answer leave(Call call) {
    deeds.guilds().leave(guild(call), call.id("user"));
    return Answer.done();
  }

  /** Tells the bots of the guild that it is out of reach, or there again. REST goes on. */
  private Answer outage(Call call, boolean begins) {
    deeds.guilds().outage(guild(call), begins);
    return Answer.done();
  }

  private Answer role(Call call, boolean give) {
    if (give) {
      deeds.guilds().addRole(guild(call), member(call), call.id("role"));
    } else {
      deeds.guilds().takeRole(guild(call), member(call), call.id("role"));
    }
    return Answer.done();
  }

  private Answer ban(Call call) {
    deeds.guilds().ban(guild(call), user(call), call.formOrEmpty().path("reason").asText(""));
    return Answer.done();
  }

  private Answer unban(Call call) {
    deeds.guilds().unban(guild(call), user(call));
    return Answer.done();
  }

  private Answer addRole(Call call) {
    return Answer.created(deeds.guilds().addRole(guild(call), call.form()));
  }

  private Answer modifyRole(Call call) {
    return Answer.ok(deeds.guilds().modifyRole(guild(call), call.id("role"), call.form()));
  }

  private Answer removeRole(Call call) {
    deeds.guilds().removeRole(guild(call), call.id("role"));
    return Answer.done();
  }

  private Answer addChannel(Call call) {
    return Answer.created(deeds.channels().create(guild(call), call.form()).json());
  }

  private Answer addSticker(Call call) {
    String name = call.form().path("name").asText("sticker");
    return Answer.created(deeds.guilds().addSticker(guild(call), name));
  }

  private Answer modifyChannel(Call call) {
    deeds.channels().modify(channel(call), call.form());
    return Answer.ok(channel(call).json());
  }

  private Answer removeChannel(Call call) {
    Channel channel = channel(call);
    if (channel.isDm()) {
      throw ApiError.of(403, 50003, "Cannot execute action on a DM channel");
    }
    deeds.channels().delete(channel);
    return Answer.done();
  }

  /** Everything in a channel, newest first, whoever may see it. */
  private Answer messages(Call call) {
    Channel channel = channel(call);
    int limit = call.number("limit", 1, 1000, 50);
    ArrayNode list = Json.array();
    java.util.stream.Stream.concat(
            channel.messages().descendingMap().values().stream().limit(limit),
            channel.ephemeral().descendingMap().values().stream().limit(limit))
        .sorted(java.util.Comparator.comparingLong(Message::id).reversed())
        .limit(limit)
        .forEach(m -> list.add(deeds.messages().view().show(channel, m, 0)));
    return Answer.ok(list);
  }
}
