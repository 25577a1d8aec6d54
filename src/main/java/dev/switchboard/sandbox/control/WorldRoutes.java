package dev.switchboard.sandbox.control;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.sandbox.act.WorldBuilder;
import dev.switchboard.sandbox.rest.GuildAuditLog;
import dev.switchboard.sandbox.rest.RestAnswer;
import dev.switchboard.sandbox.rest.RestCall;
import dev.switchboard.sandbox.rest.RouteTable;
import dev.switchboard.sandbox.world.ApiError;
import dev.switchboard.sandbox.world.Application;
import dev.switchboard.sandbox.world.Channel;
import dev.switchboard.sandbox.world.Event;
import dev.switchboard.sandbox.world.Guild;
import dev.switchboard.sandbox.world.GuildMember;
import dev.switchboard.sandbox.world.Json;
import dev.switchboard.sandbox.world.Message;
import dev.switchboard.sandbox.world.User;
import dev.switchboard.sandbox.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * Control: reading the whole world and changing it as its owner would: accounts, guilds, roles,
 * channels, bans.
 */
public final class WorldRoutes {
  private final WorldActs worldActs;
  private final World world;
  private final WorldBuilder builder;
  private final Supplier<ObjectNode> about;

  /**
   * The routes.
   *
   * @param about the description of the sandbox itself: addresses, settings, ready-made ids
   */
  public WorldRoutes(WorldActs worldActs, Supplier<ObjectNode> about) {
    this.worldActs = worldActs;
    this.world = worldActs.world();
    this.builder = new WorldBuilder(world, worldActs.guilds(), worldActs.channels());
    this.about = about;
  }

  public void addTo(RouteTable routes) {
    routes.get("/control/world", this::show);
    routes.get("/control/users", restCall -> RestAnswer.ok(users()));
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
    routes.put("/control/guilds/{guild}/outage", restCall -> outage(restCall, true));
    routes.delete("/control/guilds/{guild}/outage", restCall -> outage(restCall, false));
    routes.put(member + "/roles/{role}", restCall -> role(restCall, true));
    routes.delete(member + "/roles/{role}", restCall -> role(restCall, false));
    routes.put("/control/guilds/{guild}/bans/{user}", this::ban);
    routes.delete("/control/guilds/{guild}/bans/{user}", this::unban);
    routes.post("/control/guilds/{guild}/roles", this::addRole);
    routes.patch("/control/guilds/{guild}/roles/{role}", this::modifyRole);
    routes.delete("/control/guilds/{guild}/roles/{role}", this::removeRole);
    routes.get(
        "/control/guilds/{guild}/audit-logs",
        restCall -> RestAnswer.ok(new GuildAuditLog(world).shown(guild(restCall), restCall)));
    routes.post("/control/guilds/{guild}/channels", this::addChannel);
    routes.post("/control/guilds/{guild}/stickers", this::addSticker);
    routes.get("/control/channels/{channel}", restCall -> RestAnswer.ok(channel(restCall).json()));
    routes.patch("/control/channels/{channel}", this::modifyChannel);
    routes.delete("/control/channels/{channel}", this::removeChannel);
    routes.get("/control/channels/{channel}/messages", this::messages);
  }

  private Guild guild(RestCall restCall) {
    return world.guild(restCall.id("guild"));
  }

  private Channel channel(RestCall restCall) {
    return world.channel(restCall.id("channel"));
  }

  private User user(RestCall restCall) {
    return world.user(restCall.id("user"));
  }

  private GuildMember member(RestCall restCall) {
    return worldActs.access().member(guild(restCall), restCall.id("user"));
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

  private RestAnswer show(RestCall restCall) {
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
      guild.members().values().forEach(guildMember -> members.add(guildMember.full()));
      ArrayNode bans = json.putArray("bans");
      guild.bans().keySet().forEach(id -> bans.add(Long.toString(id)));
      guilds.add(json);
    }
    return RestAnswer.ok(shown);
  }

  private RestAnswer addUser(RestCall restCall) {
    ObjectNode form = restCall.form();
    String username = form.path("username").asText("");
    if (!username.matches("[a-z0-9_.]{2,32}")) {
      throw ApiError.field("username", "USERNAME_INVALID", "Must be 2 to 32 of a-z, 0-9, _ and .");
    }
    String display = form.path("global_name").asText(username);
    Duration age = Duration.ofDays(form.path("account_age_days").asLong(365));
    User user = builder.person(username, display, age);
    // An older account is no newcomer: it has been a member for half of its age.
    Instant since = world.clock().now().minus(age.dividedBy(2));
    form.path("guilds")
        .forEach(id -> worldActs.guilds().join(world.guild(Json.id(id)), user, since));
    return RestAnswer.created(user.json());
  }

  private RestAnswer modifyUser(RestCall restCall) {
    User user = user(restCall);
    ObjectNode form = restCall.form();
    if (form.has("dms_open")) {
      user.dmsOpen(form.get("dms_open").asBoolean());
    }
    for (String field : new String[] {"username", "global_name", "avatar"}) {
      if (form.has(field)) {
        user.json().set(field, form.get(field));
      }
    }
    worldActs.guilds().userChanged(user);
    return RestAnswer.ok(Json.copy(user.json()).put("dms_open", user.dmsOpen()));
  }

  private RestAnswer addBot(RestCall restCall) {
    ObjectNode form = restCall.form();
    Application bot = builder.bot(form.path("name").asText("Bot"));
    form.path("guilds")
        .forEach(id -> builder.inviteWithUsualPermissions(bot, world.guild(Json.id(id))));
    return RestAnswer.created(
        Json.object().put("id", Long.toString(bot.id())).put("token", bot.token()));
  }

  /**
   * Changes the switches of the portal: privileged intents, and the number of shards that Discord
   * asks for.
   */
  private RestAnswer modifyBot(RestCall restCall) {
    Application bot = world.applications().get(restCall.id("bot"));
    if (bot == null) {
      throw ApiError.unknownUser();
    }
    ObjectNode form = restCall.form();
    if (form.has("allowed_intents")) {
      bot.allowedIntents(form.get("allowed_intents").asLong());
    }
    if (form.has("shards")) {
      bot.shards(form.get("shards").asInt());
    }
    world.keep(bot);
    return RestAnswer.done();
  }

  private RestAnswer addGuild(RestCall restCall) {
    ObjectNode form = restCall.form();
    Guild guild =
        worldActs
            .guilds()
            .create(form.path("name").asText("Guild"), world.user(Json.id(form, "owner_id")));
    return RestAnswer.created(guild.shown());
  }

  private RestAnswer modifyGuild(RestCall restCall) {
    Guild guild = guild(restCall);
    guild.json().setAll(restCall.form());
    world.keep(guild);
    world.publish("GUILD_UPDATE", guild.shown(), new Event.Everyone(guild));
    return RestAnswer.ok(guild.shown());
  }

  /**
   * A bot joins with the role that Discord makes for it, or with the role from its earlier
   * membership.
   */
  private RestAnswer join(RestCall restCall) {
    Application bot = world.applications().get(restCall.id("user"));
    if (bot != null && !guild(restCall).has(bot.id())) {
      builder.inviteAgain(bot, guild(restCall));
      return RestAnswer.ok(member(restCall).full());
    }
    return RestAnswer.ok(worldActs.guilds().join(guild(restCall), user(restCall)).full());
  }

  private RestAnswer modifyMember(RestCall restCall) {
    GuildMember guildMember = member(restCall);
    worldActs.guilds().modify(guild(restCall), guildMember, restCall.form());
    return RestAnswer.ok(guildMember.full());
  }

  private RestAnswer leave(RestCall restCall) {
    worldActs.guilds().leave(guild(restCall), restCall.id("user"));
    return RestAnswer.done();
  }

  /**
   * Announces to the bots of the guild that it is unavailable, or available again. REST still
   * works.
   */
  private RestAnswer outage(RestCall restCall, boolean begins) {
    worldActs.guilds().outage(guild(restCall), begins);
    return RestAnswer.done();
  }

  private RestAnswer role(RestCall restCall, boolean give) {
    if (give) {
      worldActs.guilds().addRole(guild(restCall), member(restCall), restCall.id("role"));
    } else {
      worldActs.guilds().takeRole(guild(restCall), member(restCall), restCall.id("role"));
    }
    return RestAnswer.done();
  }

  private RestAnswer ban(RestCall restCall) {
    worldActs
        .guilds()
        .ban(guild(restCall), user(restCall), restCall.formOrEmpty().path("reason").asText(""));
    return RestAnswer.done();
  }

  private RestAnswer unban(RestCall restCall) {
    worldActs.guilds().unban(guild(restCall), user(restCall));
    return RestAnswer.done();
  }

  private RestAnswer addRole(RestCall restCall) {
    return RestAnswer.created(worldActs.guilds().addRole(guild(restCall), restCall.form()));
  }

  private RestAnswer modifyRole(RestCall restCall) {
    return RestAnswer.ok(
        worldActs.guilds().modifyRole(guild(restCall), restCall.id("role"), restCall.form()));
  }

  private RestAnswer removeRole(RestCall restCall) {
    worldActs.guilds().removeRole(guild(restCall), restCall.id("role"));
    return RestAnswer.done();
  }

  private RestAnswer addChannel(RestCall restCall) {
    return RestAnswer.created(worldActs.channels().create(guild(restCall), restCall.form()).json());
  }

  private RestAnswer addSticker(RestCall restCall) {
    String name = restCall.form().path("name").asText("sticker");
    return RestAnswer.created(worldActs.guilds().addSticker(guild(restCall), name));
  }

  private RestAnswer modifyChannel(RestCall restCall) {
    worldActs.channels().modify(channel(restCall), restCall.form());
    return RestAnswer.ok(channel(restCall).json());
  }

  private RestAnswer removeChannel(RestCall restCall) {
    Channel channel = channel(restCall);
    if (channel.isDm()) {
      throw ApiError.of(403, 50003, "Cannot execute action on a DM channel");
    }
    worldActs.channels().delete(channel);
    return RestAnswer.done();
  }

  /** All messages of a channel, newest first, even those that only some may see. */
  private RestAnswer messages(RestCall restCall) {
    Channel channel = channel(restCall);
    int limit = restCall.number("limit", 1, 1000, 50);
    ArrayNode list = Json.array();
    java.util.stream.Stream.concat(
            channel.messages().descendingMap().values().stream().limit(limit),
            channel.ephemeral().descendingMap().values().stream().limit(limit))
        .sorted(java.util.Comparator.comparingLong(Message::id).reversed())
        .limit(limit)
        .forEach(m -> list.add(worldActs.messages().view().show(channel, m, 0)));
    return RestAnswer.ok(list);
  }
}
