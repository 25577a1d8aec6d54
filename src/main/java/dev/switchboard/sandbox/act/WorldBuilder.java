package dev.switchboard.sandbox.act;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.sandbox.world.Application;
import dev.switchboard.sandbox.world.Channel;
import dev.switchboard.sandbox.world.ChannelType;
import dev.switchboard.sandbox.world.Guild;
import dev.switchboard.sandbox.world.GuildMember;
import dev.switchboard.sandbox.world.Json;
import dev.switchboard.sandbox.world.Permissions;
import dev.switchboard.sandbox.world.User;
import dev.switchboard.sandbox.world.World;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes accounts and bots, and the ready-made world of a fresh start. */
public final class WorldBuilder {
  private static final long BOT_PERMISSIONS =
      Permissions.VIEW_CHANNEL
          | Permissions.SEND_MESSAGES
          | Permissions.SEND_MESSAGES_IN_THREADS
          | Permissions.CREATE_PUBLIC_THREADS
          | Permissions.CREATE_PRIVATE_THREADS
          | Permissions.MANAGE_THREADS
          | Permissions.MANAGE_CHANNELS
          | Permissions.MANAGE_ROLES
          | Permissions.MANAGE_MESSAGES
          | Permissions.MANAGE_WEBHOOKS
          | Permissions.EMBED_LINKS
          | Permissions.ATTACH_FILES
          | Permissions.READ_MESSAGE_HISTORY
          | Permissions.ADD_REACTIONS
          | Permissions.MENTION_EVERYONE
          | Permissions.KICK_MEMBERS
          | Permissions.BAN_MEMBERS
          | Permissions.MODERATE_MEMBERS
          | Permissions.CHANGE_NICKNAME
          | Permissions.USE_APPLICATION_COMMANDS
          | 1L << 18;

  private final World world;
  private final Guilds guilds;
  private final Channels channels;
  private final SecureRandom random = new SecureRandom();

  public WorldBuilder(World world, Guilds guilds, Channels channels) {
    this.world = world;
    this.guilds = guilds;
    this.channels = channels;
  }

  /** A new account of a given age. */
  public User person(String username, String displayName, Duration age) {
    long id = world.snowflakes().at(world.clock().now().minus(age));
    while (world.users().containsKey(id)) {
      id = world.snowflakes().at(world.clock().now().minus(age));
    }
    User user = User.named(id, username, displayName, false);
    world.add(user);
    return user;
  }

  public Application bot(String name) {
    User user = User.named(world.snowflakes().next(), name, name, true);
    world.add(user);
    Application application = Application.of(user, secret(), secret());
    world.add(application);
    return application;
  }

  /** Adds a bot to a guild with a managed role of its own, as an invite link does. */
  void invite(Application application, Guild guild, long permissions) {
    ObjectNode form = Json.object().put("name", application.bot().username());
    form.put("permissions", Long.toString(permissions));
    ObjectNode role = guilds.addRole(guild, form);
    role.put("managed", true).putObject("tags").put("bot_id", Long.toString(application.id()));
    world.keep(guild, role);
    GuildMember guildMember = guilds.join(guild, application.bot());
    guilds.addRole(guild, guildMember, Json.id(role, "id"));
  }

  public void inviteWithUsualPermissions(Application application, Guild guild) {
    invite(application, guild, BOT_PERMISSIONS);
  }

  /** Adds the bot again with its former role, or invites it anew if it has none. */
  public void inviteAgain(Application application, Guild guild) {
    Optional<ObjectNode> own =
        guild.roles().values().stream()
            .filter(role -> Json.id(role.path("tags"), "bot_id") == application.id())
            .findFirst();
    if (own.isEmpty()) {
      inviteWithUsualPermissions(application, guild);
      return;
    }
    guilds.join(guild, application.bot(), List.of(Json.id(own.get(), "id")));
  }

  private String secret() {
    byte[] bytes = new byte[20];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** The world of a fresh start. */
  public ReadyMadeWorld readyMade() {
    Map<String, Long> people = new LinkedHashMap<>();
    User ada = put(people, person("ada", "Ada", Duration.ofDays(2900)));
    User sam = put(people, person("sam", "Sam", Duration.ofDays(1500)));
    User sue = put(people, person("sue", "Sue", Duration.ofDays(1200)));
    User alice = put(people, person("alice", "Alice", Duration.ofDays(800)));
    User bob = put(people, person("bob", "Bob", Duration.ofDays(365)));
    User carol = put(people, person("carol", "Carol", Duration.ofDays(90)));
    User dave = put(people, person("dave", "Dave", Duration.ofDays(2)));
    Application bot = bot("Switchboard");

    Guild community = guilds.create("Community", ada);
    List.of(sam, sue, alice, bob, carol, dave).forEach(user -> guilds.join(community, user));
    Channel general = channels.create(community, text("general"));
    channels.create(community, text("announcements").put("type", ChannelType.ANNOUNCEMENT));
    channels.create(community, text("ideas").put("type", ChannelType.FORUM));
    ObjectNode regular = guilds.addRole(community, Json.object().put("name", "Regular"));
    guilds.addRole(community, community.member(alice.id()).orElseThrow(), Json.id(regular, "id"));
    inviteWithUsualPermissions(bot, community);

    ReadyMadeWorld.Staff staff = staff(ada, sam, sue, bot);
    return new ReadyMadeWorld(bot.id(), community.id(), general.id(), staff, people);
  }

  private ReadyMadeWorld.Staff staff(User ada, User sam, User sue, Application bot) {
    Guild guild = guilds.create("Staff", ada);
    ObjectNode role = guilds.addRole(guild, Json.object().put("name", "Staff").put("hoist", true));
    long staffRole = Json.id(role, "id");
    ObjectNode admin = Json.object().put("name", "Admin");
    admin.put("permissions", Long.toString(Permissions.ADMINISTRATOR));
    long adminRole = Json.id(guilds.addRole(guild, admin), "id");
    guilds.addRole(guild, guild.member(ada.id()).orElseThrow(), adminRole);
    for (User user : List.of(sam, sue)) {
      guilds.addRole(guild, guilds.join(guild, user), staffRole);
    }
    inviteWithUsualPermissions(bot, guild);
    long botRole = guild.member(bot.id()).orElseThrow().roles().getFirst();
    ObjectNode hidden = text("Inbox").put("type", ChannelType.CATEGORY);
    hide(hidden, guild.id(), staffRole, botRole);
    Channel inbox = channels.create(guild, hidden);
    Channel lounge = channels.create(guild, text("lounge"));
    ObjectNode log = text("transcripts");
    hide(log, guild.id(), staffRole, botRole);
    Channel transcripts = channels.create(guild, log);
    return new ReadyMadeWorld.Staff(
        guild.id(), inbox.id(), staffRole, transcripts.id(), lounge.id());
  }

  private static void hide(ObjectNode form, long everyone, long... seeing) {
    var overwrites = form.putArray("permission_overwrites");
    overwrites
        .addObject()
        .put("id", Long.toString(everyone))
        .put("type", 0)
        .put("deny", Long.toString(Permissions.VIEW_CHANNEL));
    for (long role : seeing) {
      overwrites
          .addObject()
          .put("id", Long.toString(role))
          .put("type", 0)
          .put("allow", Long.toString(Permissions.VIEW_CHANNEL));
    }
  }

  private static ObjectNode text(String name) {
    return Json.object().put("name", name);
  }

  private static User put(Map<String, Long> people, User user) {
    people.put(user.username(), user.id());
    return user;
  }

  /** The form of the ids in the journal. */
  public static ObjectNode written(ReadyMadeWorld world) {
    ObjectNode json =
        Json.object()
            .put("bot", Long.toString(world.bot()))
            .put("community_guild", Long.toString(world.communityGuild()))
            .put("general_channel", Long.toString(world.generalChannel()));
    json.putObject("staff")
        .put("guild", Long.toString(world.staff().guild()))
        .put("inbox_category", Long.toString(world.staff().inboxCategory()))
        .put("role", Long.toString(world.staff().role()))
        .put("log_channel", Long.toString(world.staff().logChannel()))
        .put("lounge", Long.toString(world.staff().lounge()));
    ObjectNode people = json.putObject("people");
    world.people().forEach((name, id) -> people.put(name, Long.toString(id)));
    return json;
  }

  public static ReadyMadeWorld read(com.fasterxml.jackson.databind.JsonNode json) {
    Map<String, Long> people = new LinkedHashMap<>();
    json.path("people").properties().forEach(e -> people.put(e.getKey(), Json.id(e.getValue())));
    var staff = json.path("staff");
    return new ReadyMadeWorld(
        Json.id(json, "bot"),
        Json.id(json, "community_guild"),
        Json.id(json, "general_channel"),
        new ReadyMadeWorld.Staff(
            Json.id(staff, "guild"),
            Json.id(staff, "inbox_category"),
            Json.id(staff, "role"),
            Json.id(staff, "log_channel"),
            Json.id(staff, "lounge")),
        people);
  }
}
