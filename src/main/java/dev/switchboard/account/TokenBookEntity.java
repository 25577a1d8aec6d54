package dev.switchboard.account;

import dev.switchboard.storage.Recoveries;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.RecoveryCompleted;
import org.apache.pekko.persistence.typed.RecoveryFailed;
import org.apache.pekko.persistence.typed.javadsl.CommandHandlerWithReply;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehaviorWithEnforcedReplies;
import org.apache.pekko.persistence.typed.javadsl.ReplyEffect;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;

/**
 * {@link TokenBook} as one persistent actor: of calls that come at once, each sees the uses that
 * the ones before have taken.
 */
public final class TokenBookEntity
    extends EventSourcedBehaviorWithEnforcedReplies<
        TokenBookEntity.Message, TokenBook.Event, TokenBook> {
  /** Part of the persistence id: never changed. */
  public static final EntityTypeKey<Message> TYPE_KEY =
      EntityTypeKey.create(Message.class, "RegistrationTokens");

  /** The only one. Part of the persistence id: never changed. */
  static final String ID = "all";

  /** What the actor is sent. */
  public sealed interface Message {
    record Do(TokenBook.Command command, ActorRef<Reply> replyTo) implements Message {}

    record Show(ActorRef<Reply> replyTo) implements Message {}

    /** Passivation; no reply. */
    record Stop() implements Message {}
  }

  /**
   * The answer.
   *
   * @param against the reasons against it (one at most)
   * @param book as it is now
   */
  public record Reply(Set<TokenBook.Reason> against, TokenBook book) {}

  private final ActorContext<Message> context;

  public static Behavior<Message> create() {
    return Recoveries.guarded(
        PersistenceId.of(TYPE_KEY.name(), ID),
        new Message.Stop(),
        Behaviors.setup(TokenBookEntity::new));
  }

  private TokenBookEntity(ActorContext<Message> context) {
    super(PersistenceId.of(TYPE_KEY.name(), ID), Recoveries.backOff());
    this.context = context;
  }

  @Override
  public TokenBook emptyState() {
    return TokenBook.EMPTY;
  }

  @Override
  public EventHandler<TokenBook, TokenBook.Event> eventHandler() {
    return TokenBook::apply;
  }

  @Override
  public SignalHandler<TokenBook> signalHandler() {
    return newSignalHandlerBuilder()
        .onSignal(RecoveryCompleted.instance(), _ -> Recoveries.recovered(context, persistenceId()))
        .onSignal(RecoveryFailed.class, (_, signal) -> Recoveries.failed(context, signal))
        .build();
  }

  @Override
  public CommandHandlerWithReply<Message, TokenBook.Event, TokenBook> commandHandler() {
    return this::on;
  }

  private ReplyEffect<TokenBook.Event, TokenBook> on(TokenBook state, Message message) {
    return switch (message) {
      case Message.Do(TokenBook.Command command, ActorRef<Reply> replyTo) ->
          switch (state.decide(command)) {
            case TokenBook.Decision.Persist(TokenBook.Event event) ->
                Effect().persist(event).thenReply(replyTo, after -> new Reply(Set.of(), after));
            case TokenBook.Decision.Refuse(TokenBook.Reason reason) ->
                Effect().reply(replyTo, new Reply(Set.of(reason), state));
          };
      case Message.Show(ActorRef<Reply> replyTo) ->
          Effect().reply(replyTo, new Reply(Set.of(), state));
      case Message.Stop _ -> Effect().stop().thenNoReply();
    };
  }
}
