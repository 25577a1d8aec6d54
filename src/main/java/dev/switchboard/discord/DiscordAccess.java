package dev.switchboard.discord;

import dev.switchboard.discord.api.Answer;
import dev.switchboard.ticket.Dispatch;
import dev.switchboard.ticket.Inbox;
import dev.switchboard.ticket.model.Profile;
import java.util.concurrent.CompletionStage;

/** Who speaks to Discord now, as the rest of the product sees it: here or on another node. */
sealed interface DiscordAccess permits LocalAccess, RemoteAccess {
  /** The way out. */
  Dispatch dispatch();

  /** A member's profile; {@link Profile.Unknown} rather than a failure. */
  CompletionStage<Profile> profile(long user);

  /** As {@link Inbox#fill}. */
  CompletionStage<Inbox.Filled> fill(long user);

  /** Reads one message. */
  CompletionStage<Answer> message(long channel, long message);
}
