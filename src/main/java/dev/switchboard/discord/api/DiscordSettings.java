package dev.switchboard.discord.api;

import dev.switchboard.ticket.model.TicketSettings.Ping;
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
