package dev.switchboard.discord.api;

import dev.switchboard.ticket.model.TicketSettings.Ping;
import dev.switchboard.values.CheckedValues;
import discord4j.common.util.TokenUtil;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The settings of the Discord side, read at the start: the keys of {@code switchboard.discord} and
 * the guilds beside it in {@code reference.conf}. Ids are Discord's snowflakes.
 *
 * @param access the API and the bot's account
 * @param place the guilds of members and staff
 * @param commandPrefix the prefix of typed staff commands; never empty
 * @param limits the limits of Discord
 * @param retry the pauses after calls that Discord failed to answer
 */
public record DiscordSettings(
    Access access, Community place, String commandPrefix, Limits limits, Retry retry) {
  private static final long MEBIBYTE = 1024L * 1024;

  /**
   * Reads the settings.
   *
   * @param ping the setting read by {@link Ping#of}
   */
  public static DiscordSettings of(CheckedValues values, Ping ping) {
    URI api = values.url("discord.api-url").orElse(URI.create("https://discord.com/api/v10"));
    return new DiscordSettings(
        new Access(botToken(values), api),
        place(values, ping),
        values.word("discord.command-prefix", 1, 5),
        new Limits(
            values.number("discord.requests-per-second", 1, mostRequests(api)),
            values.duration("discord.nonce-memory", Duration.ZERO, Duration.ofMinutes(10)),
            values.bytes("discord.upload-limit", 1, 500 * MEBIBYTE)),
        Retry.upTo(
            values.duration(
                "discord.longest-pause", Duration.ofMillis(100), Duration.ofMinutes(5))));
  }

  private static String botToken(CheckedValues values) {
    String key = "discord.token";
    String token = values.secret(key, "the bot's token, from Discord's developer portal");
    if (!token.isEmpty() && !Access.isBotToken(token)) {
      values.unusable(
          key,
          "a secret that is no bot token",
          "three parts divided by dots, the first of which is the bot's id in base64");
    }
    return token;
  }

  /** Discord's limit. A simulated Discord on this machine may have none, as in a benchmark. */
  private static int mostRequests(URI api) {
    return "127.0.0.1".equals(api.getHost()) ? 10_000 : 50;
  }

  private static Community place(CheckedValues values, Ping ping) {
    long community = values.requiredId("community-guild", "the id of the community's guild");
    boolean single = values.same("staff-guild", "community-guild");
    // If both keys hold the same wrong id, the problem is reported once.
    long staff = single ? community : values.id("staff-guild").orElse(community);
    return new Community(
        community,
        staff,
        values.requiredId("inbox-category", "the id of a category in the staff guild"),
        values.ids("staff-roles"),
        values.ids("reader-roles"),
        values.id("log-channel"),
        ping);
  }

  /**
   * The bot's account and Discord's API.
   *
   * @param token the bot's token, a secret: {@link #toString()} leaves it out
   * @param apiUrl the root of Discord's REST API, version included and without a slash at its end
   */
  public record Access(String token, URI apiUrl) {
    private static final Pattern BOT_TOKEN = Pattern.compile("[^.]+\\.[^.]+\\.[^.]+");

    /** Whether the token contains the bot's user id, which the Discord side needs. */
    public static boolean isBotToken(String token) {
      try {
        return BOT_TOKEN.matcher(token).matches() && TokenUtil.getSelfId(token) > 0;
      } catch (IllegalArgumentException notBase64OrNoNumber) {
        return false;
      }
    }

    /** The URL without a user name and password, for logs and messages. */
    public String maskedUrl() {
      return apiUrl.toString().replaceFirst("//[^/]*@", "//***@");
    }

    @Override
    public String toString() {
      return "Access[token=***, apiUrl=" + maskedUrl() + "]";
    }
  }

  /**
   * The two guilds of a community, which may be the same guild.
   *
   * @param communityGuild the guild of the members
   * @param staffGuild the guild with the tickets' channels
   * @param inboxCategory the category of the staff guild for these channels
   * @param staffRoles roles of the staff guild whose members are staff; if empty, only its
   *     administrators are
   * @param readerRoles roles of the staff guild whose members may read along and are not staff
   * @param logChannel the channel of the staff guild for transcripts; if absent, none are posted
   * @param ping the users or roles that a new ticket pings
   */
  public record Community(
      long communityGuild,
      long staffGuild,
      long inboxCategory,
      List<Long> staffRoles,
      List<Long> readerRoles,
      OptionalLong logChannel,
      Ping ping) {
    public Community {
      staffRoles = List.copyOf(staffRoles);
      readerRoles = List.copyOf(readerRoles);
    }

    /** A community without pings and without reader roles. */
    public Community(
        long communityGuild,
        long staffGuild,
        long inboxCategory,
        List<Long> staffRoles,
        OptionalLong logChannel) {
      this(
          communityGuild,
          staffGuild,
          inboxCategory,
          staffRoles,
          List.of(),
          logChannel,
          new Ping.Nobody());
    }

    /** The ids of the two guilds; one id if they are the same. */
    public Set<Long> guilds() {
      return single() ? Set.of(staffGuild) : Set.of(communityGuild, staffGuild);
    }

    /** Whether members and staff share one guild. */
    public boolean single() {
      return communityGuild == staffGuild;
    }
  }

  /**
   * Discord's limits for a bot.
   *
   * @param requestsPerSecond the largest number of REST calls a second; Discord's own limit is 50
   *     for each bot
   * @param nonceMemory the time after a post in which Discord is trusted to recognise its nonce
   * @param uploadLimit the largest file that Discord takes from the bot, in bytes
   */
  public record Limits(int requestsPerSecond, Duration nonceMemory, long uploadLimit) {}
}
