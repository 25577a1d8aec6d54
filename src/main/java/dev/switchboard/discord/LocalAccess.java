package dev.switchboard.discord;

import dev.switchboard.discord.api.Answer;
import dev.switchboard.discord.api.Call;
import dev.switchboard.discord.api.PacedRest;
import dev.switchboard.discord.guild.DiscordMembers;
import dev.switchboard.discord.guild.GuildDirectory;
import dev.switchboard.discord.inbox.DiscordInbox;
import dev.switchboard.storage.DatabaseLease;
import dev.switchboard.ticket.Dispatch;
import dev.switchboard.ticket.Inbox;
import dev.switchboard.ticket.model.Profile;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** What there is of a {@link LeaderTerm} for those outside it. */
record LocalAccess(
    DatabaseLease lease,
    PacedRest paced,
    GuildDirectory directory,
    DiscordMembers members,
    DiscordInbox inbox,
    Dispatch dispatch)
    implements DiscordAccess {
  /** How long a question waits for its turn; who needs the answer asks again. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Override
  public CompletionStage<Profile> profile(long user) {
    return members.profile(user);
  }

  @Override
  public CompletionStage<Inbox.Filled> fill(long user) {
    return inbox.fill(user);
  }

  @Override
  public CompletionStage<Answer> message(long channel, long message) {
    return ask(Call.get("/channels/{channel}/messages/{message}", channel, message));
  }

  CompletionStage<Answer> ask(Call question) {
    return paced.exchange(question, PATIENCE);
  }
}
