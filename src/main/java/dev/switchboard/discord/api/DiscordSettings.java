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
 * What the Discord side is told at the start; the keys are those of {@code switchboard.discord} and
 * the guilds named beside it in {@code reference.conf}. Ids are Discord's snowflakes.
 *
 * @param access whom to speak to, and as whom
 * @param place where members come from and where staff answer them
 * @param commandPrefix what a staff command typed as a message starts with; never empty
 * @param limits what Discord allows
 * @param retry the pauses between calls that Discord fails to answer
 */
public record DiscordSettings(
    Access access, Community place, String commandPrefix, Limits limits, Retry retry) {
  private static final long MEBIBYTE = 1024L * 1024;

  /**
   * Reads them.
   *
   * @param ping as {@link Ping#of} reads it
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

  /** Discord's limit; a look-alike on this machine may have none, as in a benchmark. */
  private static int mostRequests(URI api) {
    return "127.0.0.1".equals(api.getHost()) ? 10_000 : 50;
  }

  private static Community place(CheckedValues values, Ping ping) {
    long community = values.requiredId("community-guild", "the id of the community's guild");
    boolean single = values.same("staff-guild", "community-guild");
    // What is wrong with the one id that both keys hold is said once.
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
   * The bot's account and the server that knows it.
   *
   * @param token the bot's token, a secret: {@link #toString()} leaves it out
   * @param apiUrl the root of Discord's REST API, version included and without a slash at its end
   */
  public record Access(String token, URI apiUrl) {
    private static final Pattern BOT_TOKEN = Pattern.compile("[^.]+\\.[^.]+\\.[^.]+");

    /** Whether a token says which bot's it is, as all parts of the Discord side want to know. */
    public static boolean isBotToken(String token) {
      try {
        return BOT_TOKEN.matcher(token).matches() && TokenUtil.getSelfId(token) > 0;
      } catch (IllegalArgumentException notBase64OrNoNumber) {
        return false;
      }
    }

    /** The URL without the name and password that may stand in it, for logs and messages. */
    public String maskedUrl() {
      return apiUrl.toString().replaceFirst("//[^/]*@", "//***@");
    }

    @Override
    public String toString() {
      return "Access[token=***, apiUrl=" + maskedUrl() + "]";
    }
  }

  /**
   * The two guilds of a community; in single mode they are one.
   *
   * @param communityGuild whose members may write
   * @param staffGuild where the tickets' channels are
   * @param inboxCategory the category of the staff guild under which they are made
   * @param staffRoles roles of the staff guild whose members are staff; if empty, only its
   *     administrators are
   * @param readerRoles roles of the staff guild whose members may read along and are not staff
   * @param logChannel where transcripts go, in the staff guild; if absent, none are posted
   * @param ping whom a new ticket rings there
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

    /** One that rings nobody, and that only staff read. */
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

    /** The guild of the members and that of staff; one in single mode. */
    public Set<Long> guilds() {
      return single() ? Set.of(staffGuild) : Set.of(communityGuild, staffGuild);
    }

    /** Whether members and staff share one guild. */
    public boolean single() {
      return communityGuild == staffGuild;
    }
  }

  /**
   * What Discord allows a bot.
   *
   * @param requestsPerSecond how many REST calls a second are made at most; Discord's own limit is
   *     50 for each bot
   * @param nonceMemory how long after a post Discord is trusted to recognise its nonce
   * @param uploadLimit the largest file that Discord takes from the bot, in bytes
   */
  public record Limits(int requestsPerSecond, Duration nonceMemory, long uploadLimit) {}
}
