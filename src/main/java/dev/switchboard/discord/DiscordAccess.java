package dev.switchboard.discord;

import dev.switchboard.discord.api.Answer;
import dev.switchboard.discord.guild.StoredStaffMembership;
import dev.switchboard.ticket.Bans;
import dev.switchboard.ticket.Contacts;
import dev.switchboard.ticket.Dispatch;
import dev.switchboard.ticket.Inbox;
import dev.switchboard.ticket.model.Profile;
import java.util.concurrent.CompletionStage;

/** Access to Discord for the rest of the product, on this node or through the leader. */
sealed interface DiscordAccess extends StoredStaffMembership.Roster
    permits LocalAccess, RemoteAccess {
  /** Takes the jobs for Discord. */
  Dispatch dispatch();

  /** The profile of a member. Answers {@link Profile.Unknown} instead of failing. */
  CompletionStage<Profile> profile(long user);

  /** As {@link Contacts#contact}. */
  CompletionStage<Contacts.Contact> contact(long user);

  /** As {@link Inbox#fill}. */
  CompletionStage<Inbox.Filled> fill(long user);

  /** As {@link Bans#page}. Answers {@link Bans.Answer.Unreachable} instead of failing. */
  CompletionStage<Bans.Answer> bans(long after, int limit);

  /** Reads one message. */
  CompletionStage<Answer> message(long channel, long message);
}
