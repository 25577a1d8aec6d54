package dev.switchboard.discord;

import dev.switchboard.discord.api.Answer;
import dev.switchboard.ticket.Inbox;
import dev.switchboard.ticket.model.Profile;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.pattern.StatusReply;

/** What other nodes have done by the one that speaks to Discord. */
final class RemoteRequests extends AbstractBehavior<RemoteRequests.Errand> {
  /** What is asked for. Messages between nodes, as CBOR. */
  sealed interface Errand {}

  record TellProfile(long user, ActorRef<StatusReply<Profile>> replyTo) implements Errand {}

  record Fill(long user, ActorRef<StatusReply<Inbox.Filled>> replyTo) implements Errand {}

  record ReadMessage(long channel, long message, ActorRef<StatusReply<Answer>> replyTo)
      implements Errand {}

  private record Over(long user) implements Errand {}

  private final LocalAccess localAccess;

  /** Asked for twice, a gap is filled once. */
  private final Map<Long, CompletionStage<Inbox.Filled>> filling = new HashMap<>();

  private RemoteRequests(ActorContext<Errand> context, LocalAccess localAccess) {
    super(context);
    this.localAccess = localAccess;
  }

  static Behavior<Errand> create(LocalAccess localAccess) {
    return Behaviors.setup(context -> new RemoteRequests(context, localAccess));
  }

  @Override
  public Receive<Errand> createReceive() {
    return newReceiveBuilder().onAnyMessage(this::on).build();
  }

  private Behavior<Errand> on(Errand errand) {
    switch (errand) {
      case TellProfile(long user, ActorRef<StatusReply<Profile>> replyTo) ->
          answer(localAccess.profile(user), replyTo);
      case Fill(long user, ActorRef<StatusReply<Inbox.Filled>> replyTo) ->
          answer(filling.computeIfAbsent(user, this::fill), replyTo);
      case ReadMessage(long channel, long message, ActorRef<StatusReply<Answer>> replyTo) ->
          answer(localAccess.message(channel, message), replyTo);
      case Over(long user) -> filling.remove(user);
    }
    return this;
  }

  private static <T> void answer(CompletionStage<T> stage, ActorRef<StatusReply<T>> replyTo) {
    stage.whenComplete((value, failure) ->
        replyTo.tell(
            failure == null ? StatusReply.success(value) : StatusReply.error(failure.toString())));
  }

  private CompletionStage<Inbox.Filled> fill(long user) {
    CompletionStage<Inbox.Filled> stage = localAccess.fill(user);
    getContext().pipeToSelf(stage, (_, _) -> new Over(user));
    return stage;
  }
}
