package dev.switchboard.discord;

import dev.switchboard.discord.api.Answer;
import dev.switchboard.discord.dispatch.ActorDispatch;
import dev.switchboard.ticket.Dispatch;
import dev.switchboard.ticket.Inbox;
import dev.switchboard.ticket.model.Profile;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Scheduler;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.pattern.StatusReply;

/** Another node's {@link LocalAccess}, by messages. What is lost on the way is asked for again. */
record RemoteAccess(LeaderHeartbeat notice, Scheduler scheduler) implements DiscordAccess {
  /** Longer than a page of history, or a message, waits for its turn there. */
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  @Override
  public Dispatch dispatch() {
    return new ActorDispatch(notice.dispatcher(), notice::memory);
  }

  @Override
  public CompletionStage<Profile> profile(long user) {
    return this.<Profile>ask(replyTo -> new RemoteRequests.TellProfile(user, replyTo))
        .exceptionally(_ -> new Profile.Unknown());
  }

  @Override
  public CompletionStage<Inbox.Filled> fill(long user) {
    return ask(replyTo -> new RemoteRequests.Fill(user, replyTo));
  }

  @Override
  public CompletionStage<Answer> message(long channel, long message) {
    return ask(replyTo -> new RemoteRequests.ReadMessage(channel, message, replyTo));
  }

  private <T> CompletionStage<T> ask(
      Function<ActorRef<StatusReply<T>>, RemoteRequests.Errand> errand) {
    return AskPattern.askWithStatus(notice.errands(), errand::apply, PATIENCE, scheduler);
  }
}
