package dev.switchboard.discord.guild;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.discord.api.Answer;
import dev.switchboard.discord.api.BotIdentity;
import dev.switchboard.discord.api.Call;
import dev.switchboard.discord.api.DiscordRest;
import dev.switchboard.discord.api.DiscordSettings;
import dev.switchboard.discord.api.Permission;
import dev.switchboard.discord.api.Refusals;
import dev.switchboard.discord.guild.GuildDirectory.Channel;
import dev.switchboard.storage.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Compares the settings with Discord: the token, the guilds, the category, the roles, the log
 * channel and the bot's permissions; and checks that the database belongs to this bot. Fills the
 * {@link GuildDirectory} in passing. Missing intents that the application's flags do not show are
 * left to the gateway (close code 4014).
 */
public final class StartupChecks {
  private static final long GUILD_MEMBERS_INTENT = (1L << 14) | (1L << 15);
  private static final long MESSAGE_CONTENT_INTENT = (1L << 18) | (1L << 19);

  private static final String TOKEN = "switchboard.discord.token";
  private static final String COMMUNITY = "switchboard.community-guild";
  private static final String STAFF = "switchboard.staff-guild";
  static final String CATEGORY = "switchboard.inbox-category";
  static final String ROLES = "switchboard.staff-roles";
  private static final String READERS = "switchboard.reader-roles";
  static final String LOG = "switchboard.log-channel";
  private static final String VALID_TOKEN =
      "the bot's token, from the page Bot of Discord's developer portal";

  /** The result of the checks. */
  public sealed interface Result {
    /** No problem was found. */
    record Ready(BotIdentity bot) implements Result {}

    /** Problems that have to be corrected before a start makes sense; at least one. */
    record Wrong(List<Misfit> misfits) implements Result {
      public Wrong {
        misfits = List.copyOf(misfits);
      }
    }

    /**
     * The only problems: people other than staff can read staff channels. They have to be corrected
     * before the first start; a process that was already at work withholds its posts there.
     */
    record Exposed(BotIdentity bot, List<Misfit> misfits) implements Result {
      public Exposed {
        misfits = List.copyOf(misfits);
      }
    }

    /** Discord gave no usable answer; the checks have to be repeated later. */
    record OutOfReach(String why) implements Result {}
  }

  /**
   * A setting that does not fit Discord.
   *
   * @param key the setting's key
   * @param found the present state
   * @param expected a right value, or what to do
   */
  public record Misfit(String key, String found, String expected) {}

  /** Discord's answers to all requests. */
  private record Facts(JsonNode me, Answer application, List<GuildFacts> guilds) {}

  private record GuildFacts(long id, String key, Answer guild, Answer channels, Answer bot) {}

  private final DiscordRest rest;
  private final DiscordSettings settings;
  private final DiscordSettings.Community place;
  private final GuildDirectory directory;
  private final Owner owner;
  private final Privacy privacy;

  /** Finds the owner of the database. */
  @FunctionalInterface
  interface Owner {
    /** The installation that owns the database, if this one asks. */
    CompletionStage<Installation> of(Installation asking);
  }

  StartupChecks(DiscordRest rest, DiscordSettings settings, GuildDirectory directory, Owner owner) {
    this.rest = rest;
    this.settings = settings;
    this.place = settings.place();
    this.directory = directory;
    this.owner = owner;
    this.privacy = new Privacy(directory, place);
  }

  /** Checks that make this bot the owner of a database without one. */
  public static StartupChecks claiming(
      DiscordRest rest, DiscordSettings settings, GuildDirectory directory, Database database) {
    return new StartupChecks(rest, settings, directory, ours -> Installation.claim(database, ours));
  }

  /**
   * Makes all checks once, with at most 8 calls. Fails only if the database fails.
   *
   * @return all problems together, so that a person can correct them in one go
   */
  public CompletionStage<Result> run() {
    if (!settings.access().token().matches("[\\x21-\\x7e]+")) {
      return wrong(List.of(new Misfit(TOKEN, "characters that no token has", VALID_TOKEN)));
    }
    return rest.exchange(Call.get("/users/@me")).thenCompose(this::afterLogin);
  }

  private static CompletionStage<Result> wrong(List<Misfit> misfits) {
    return CompletableFuture.completedStage(new Result.Wrong(misfits));
  }

  private static CompletionStage<Result> outOfReach(String why) {
    return CompletableFuture.completedStage(new Result.OutOfReach(why));
  }

  private CompletionStage<Result> afterLogin(Answer answer) {
    return switch (answer) {
      case Answer.Ok ok when ok.body().path("id").asLong(0) != 0 -> look(ok.body());
      case Answer.Refused refused when Refusals.unauthorized(refused) ->
          wrong(List.of(new Misfit(TOKEN, "a token that Discord refuses", VALID_TOKEN)));
      case Answer.Refused refused ->
          wrong(List.of(new Misfit(TOKEN, "\"" + refused.message() + "\"", VALID_TOKEN)));
      case Answer.Ok _, Answer.Limited _, Answer.Failed _, Answer.Unreachable _ ->
          outOfReach(describe(answer));
    };
  }

  private CompletionStage<Result> look(JsonNode me) {
    long bot = me.path("id").asLong();
    var application = rest.exchange(Call.get("/applications/@me"));
    var community =
        place.single()
            ? CompletableFuture.<List<GuildFacts>>completedStage(List.of())
            : guild(place.communityGuild(), COMMUNITY, bot).thenApply(List::of);
    return guild(place.staffGuild(), place.single() ? COMMUNITY : STAFF, bot)
        .thenCombine(
            community,
            (staff, others) -> {
              var guilds = new ArrayList<>(others);
              guilds.add(staff);
              return guilds;
            })
        .thenCombine(application, (guilds, app) -> new Facts(me, app, guilds))
        .thenCompose(this::judge);
  }

  private CompletionStage<GuildFacts> guild(long guild, String key, long bot) {
    var channels = rest.exchange(Call.get("/guilds/{guild}/channels", guild));
    var member = rest.exchange(Call.get("/guilds/{guild}/members/{user}", guild, bot));
    return rest.exchange(Call.get("/guilds/{guild}", guild))
        .thenCombine(channels, List::of)
        .thenCombine(
            member,
            (answers, self) ->
                new GuildFacts(guild, key, answers.getFirst(), answers.getLast(), self));
  }

  private CompletionStage<Result> judge(Facts facts) {
    directory.bot(facts.me().path("id").asLong());
    for (var guild : facts.guilds()) {
      for (var answer : List.of(guild.guild(), guild.channels(), guild.bot())) {
        if (!(answer instanceof Answer.Ok) && !(answer instanceof Answer.Refused)) {
          return outOfReach(describe(answer));
        }
      }
      learn(guild);
    }
    var misfits = new ArrayList<Misfit>();
    var exposed = new ArrayList<Misfit>();
    intents(facts.application(), misfits);
    facts.guilds().forEach(guild -> membership(guild, misfits));
    var staff = facts.guilds().getLast();
    if (staff.guild() instanceof Answer.Ok(_, var guild, _)
        && staff.bot() instanceof Answer.Ok(_, var self, _)) {
      long bot = facts.me().path("id").asLong();
      var roles = new ArrayList<Long>();
      self.path("roles").forEach(role -> roles.add(role.asLong()));
      category(guild, bot, roles, misfits);
      roles(ROLES, place.staffRoles(), "only staff have", misfits);
      roles(READERS, place.readerRoles(), "may read along", misfits);
      logChannel(bot, roles, misfits);
      exposed.addAll(exposed());
    }
    if (misfits.isEmpty()) {
      return compare(identity(facts), exposed);
    }
    misfits.addAll(exposed);
    return wrong(misfits);
  }

  /** Privacy problems alone; {@code category} and {@code logChannel} add the others. */
  private List<Misfit> exposed() {
    var exposed = new ArrayList<Misfit>();
    exposed(
        place.inboxCategory(),
        CATEGORY,
        "a private category: what members write would be",
        exposed);
    place
        .logChannel()
        .ifPresent(
            log -> exposed(log, LOG, "a private channel: transcripts and notes would be", exposed));
    return exposed;
  }

  private void exposed(long id, String key, String expected, List<Misfit> exposed) {
    for (Channel found : channel(id)) {
      boolean category = key.equals(CATEGORY);
      if ((found.type() == GuildDirectory.CATEGORY) == category) {
        privacy
            .others(found)
            .ifPresent(others ->
                exposed.add(
                    new Misfit(
                        key,
                        "the %s \"%s\", which %s can see"
                            .formatted(category ? "category" : "channel", found.name(), others),
                        expected + " public; " + remedy(others))));
      }
    }
  }

  private static String remedy(String others) {
    String hide = "hide it from all but the bot and the roles in " + ROLES;
    return others.equals(Privacy.EVERYONE)
        ? hide
        : "%s, or name a role that may read along in %s".formatted(hide, READERS);
  }

  private void learn(GuildFacts guild) {
    if (guild.guild() instanceof Answer.Ok(_, var body, _)) {
      directory.learnGuild(body);
    }
    if (guild.channels() instanceof Answer.Ok(_, var body, _)) {
      directory.learnChannels(guild.id(), body);
    }
    if (guild.bot() instanceof Answer.Ok(_, var body, _)) {
      directory.learnMember(guild.id(), body);
    }
  }

  /** The ids of application and bot differ for bots created before 2017, so Discord is asked. */
  private static BotIdentity identity(Facts facts) {
    long user = facts.me().path("id").asLong();
    long application =
        facts.application() instanceof Answer.Ok(_, var body, _)
            ? body.path("id").asLong(user)
            : user;
    return new BotIdentity(user, application, facts.me().path("username").asText(""));
  }

  static void intents(Answer application, List<Misfit> misfits) {
    if (!(application instanceof Answer.Ok(_, var body, _)) || !body.path("flags").isNumber()) {
      return;
    }
    long flags = body.path("flags").asLong();
    intent(flags, GUILD_MEMBERS_INTENT, "Server Members Intent", misfits);
    intent(flags, MESSAGE_CONTENT_INTENT, "Message Content Intent", misfits);
  }

  private static void intent(long flags, long bits, String name, List<Misfit> misfits) {
    if ((flags & bits) == 0) {
      misfits.add(
          new Misfit(
              TOKEN,
              "a bot without the " + name,
              "switch it on, on the page Bot of Discord's developer portal"));
    }
  }

  private void membership(GuildFacts facts, List<Misfit> misfits) {
    if (facts.guild() instanceof Answer.Refused || facts.bot() instanceof Answer.Refused) {
      directory.removed(facts.id());
      misfits.add(
          new Misfit(
              facts.key(),
              facts.id() + ", which the bot is not in",
              "the id of a guild that the bot was invited to"));
    }
  }

  private void category(JsonNode guild, long bot, List<Long> roles, List<Misfit> misfits) {
    var found = channel(place.inboxCategory());
    if (found.isEmpty() || found.getFirst().type() != GuildDirectory.CATEGORY) {
      misfits.add(
          new Misfit(
              CATEGORY,
              place.inboxCategory()
                  + (found.isEmpty()
                      ? ", which is not in the staff guild or hidden from the bot"
                      : ", which is the channel #" + found.getFirst().name()),
              "the id of a category in the staff guild"));
      return;
    }
    var category = found.getFirst();
    missing(category, bot, roles, Permission.NEEDED.stream().sorted().toList(), CATEGORY, misfits);
    boolean all = Permission.MENTION_EVERYONE.in(directory.permissions(category, bot, roles));
    misfits.addAll(PingCheck.misfits(place.ping(), all, guild.path("roles")));
  }

  private void missing(
      Channel channel,
      long bot,
      List<Long> roles,
      List<Permission> needed,
      String key,
      List<Misfit> misfits) {
    long granted = directory.permissions(channel, bot, roles);
    for (var permission : needed) {
      if (!permission.in(granted)) {
        misfits.add(
            new Misfit(
                key,
                "the bot without the permission " + permission + " in \"" + channel.name() + "\"",
                "give it to the bot's role, in the guild or there"));
      }
    }
  }

  private void roles(String key, List<Long> named, String who, List<Misfit> misfits) {
    for (long role : named) {
      if (role == place.staffGuild()) {
        misfits.add(new Misfit(key, "the role of everybody", "roles that " + who));
      } else if (directory.role(place.staffGuild(), role).isEmpty()) {
        misfits.add(
            new Misfit(
                key,
                role + ", which is no role of the staff guild",
                "ids of roles of the staff guild"));
      }
    }
  }

  private void logChannel(long bot, List<Long> roles, List<Misfit> misfits) {
    if (place.logChannel().isEmpty()) {
      return;
    }
    var found = channel(place.logChannel().getAsLong());
    if (found.isEmpty() || found.getFirst().type() == GuildDirectory.CATEGORY) {
      misfits.add(
          new Misfit(
              LOG,
              place.logChannel().getAsLong() + ", which is no channel of the staff guild",
              "the id of a text channel in the staff guild, or nothing"));
      return;
    }
    missing(
        found.getFirst(),
        bot,
        roles,
        Permission.NEEDED_IN_LOG.stream().sorted().toList(),
        LOG,
        misfits);
  }

  private List<Channel> channel(long id) {
    return directory.channel(id).stream()
        .filter(channel -> channel.guild() == place.staffGuild())
        .toList();
  }

  private CompletionStage<Result> compare(BotIdentity bot, List<Misfit> exposed) {
    var ours = new Installation(bot.application(), place.communityGuild(), place.staffGuild());
    return owner
        .of(ours)
        .thenApply(its -> {
          var misfits = new ArrayList<Misfit>();
          other(TOKEN, "bot", its.application(), ours.application(), misfits);
          other(COMMUNITY, "community", its.communityGuild(), ours.communityGuild(), misfits);
          other(STAFF, "staff guild", its.staffGuild(), ours.staffGuild(), misfits);
          if (misfits.isEmpty()) {
            return exposed.isEmpty() ? new Result.Ready(bot) : new Result.Exposed(bot, exposed);
          }
          misfits.addAll(exposed);
          return new Result.Wrong(misfits);
        });
  }

  private static void other(
      String key, String what, long remembered, long given, List<Misfit> misfits) {
    if (remembered != given) {
      misfits.add(
          new Misfit(
              key,
              "the " + what + " " + given,
              "the "
                  + what
                  + " "
                  + remembered
                  + ", to which the database belongs, or a database of its own"));
    }
  }

  private static String describe(Answer answer) {
    return switch (answer) {
      case Answer.Ok _ -> "Discord's answer makes no sense; is switchboard.discord.api-url right?";
      case Answer.Refused refused -> refused.message();
      case Answer.Limited limited ->
          "Discord asks to wait " + limited.retryAfter().toSeconds() + " s";
      case Answer.Failed failed -> "Discord fails with " + failed.detail();
      case Answer.Unreachable unreachable -> unreachable.detail();
    };
  }
}
