package dev.switchboard.discord;

import dev.switchboard.access.grant.Member;
import dev.switchboard.discord.api.Answer;
import dev.switchboard.discord.api.Call;
import dev.switchboard.discord.api.PacedRest;
import dev.switchboard.discord.guild.DiscordBans;
import dev.switchboard.discord.guild.DiscordContacts;
import dev.switchboard.discord.guild.DiscordMembers;
import dev.switchboard.discord.guild.GuildDirectory;
import dev.switchboard.discord.guild.StaffRoster;
import dev.switchboard.discord.inbox.DiscordInbox;
import dev.switchboard.storage.DatabaseLease;
import dev.switchboard.ticket.Bans;
import dev.switchboard.ticket.Contacts;
import dev.switchboard.ticket.Dispatch;
import dev.switchboard.ticket.Inbox;
import dev.switchboard.ticket.model.Profile;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The parts of a {@link LeaderTerm} that other components use.
 *
 * @param community Discord's id of the community guild
 */
record LocalAccess(
    DatabaseLease lease,
    PacedRest paced,
    long community,
    GuildDirectory directory,
    DiscordMembers profiles,
    DiscordContacts contacts,
    StaffRoster roster,
    DiscordInbox inbox,
    Dispatch dispatch)
    implements DiscordAccess {
  /** Longest wait of a request that a person waits for. */
  private static final Duration FOR_A_PERSON = Duration.ofSeconds(10);

  /** Longest wait of a request for its turn; a caller that still needs the answer asks again. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Override
  public CompletionStage<Profile> profile(long user) {
    return profiles.profile(user);
  }

  @Override
  public CompletionStage<Contacts.Contact> contact(long user) {
    return contacts.contact(user);
  }

  @Override
  public CompletionStage<Inbox.Filled> fill(long user) {
    return inbox.fill(user);
  }

  @Override
  public CompletionStage<Answer> message(long channel, long message) {
    return ask(Call.get("/channels/{channel}/messages/{message}", channel, message));
  }

  @Override
  public CompletionStage<Optional<Member>> member(long user) {
    return roster.member(user);
  }

  @Override
  public CompletionStage<List<Member>> members(long after, int limit) {
    return roster.members(after, limit);
  }

  /** The number of guilds that the bot serves and is in: 0 to 2. */
  int guilds() {
    return directory.present();
  }

  @Override
  public CompletionStage<Bans.Answer> bans(long after, int limit) {
    Call question =
        Call.get("/guilds/{guild}/bans", community)
            .withQuery("limit", limit)
            .withQuery("after", after);
    return paced
        .exchange(question, FOR_A_PERSON)
        .thenApply(DiscordBans::read)
        .exceptionally(_ -> new Bans.Answer.Unreachable());
  }

  CompletionStage<Answer> ask(Call question) {
    return paced.exchange(question, PATIENCE);
  }
}
