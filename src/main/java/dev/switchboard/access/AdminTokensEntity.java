package dev.switchboard.access;

import dev.switchboard.storage.Recoveries;
import java.util.List;
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

/** {@link AdminGrants} as one persistent actor: all named tokens together, since they are few. */
public final class AdminTokensEntity
    extends EventSourcedBehaviorWithEnforcedReplies<
        AdminTokensEntity.Message, AdminGrants.Event, AdminGrants> {
  /** Part of the persistence id: never changed. */
  public static final EntityTypeKey<Message> TYPE_KEY =
      EntityTypeKey.create(Message.class, "AdminTokens");

  /** The only one. Part of the persistence id: never changed. */
  static final String ID = "all";

  /** What the actor is sent. */
  public sealed interface Message {
    record Do(AdminGrants.Command command, ActorRef<Reply> replyTo) implements Message {}

    record Show(ActorRef<Shown> replyTo) implements Message {}

    /** Passivation; no reply. */
    record Stop() implements Message {}
  }

  /** What became of a command: done, or the reasons against it (one at most). */
  public record Reply(Set<AdminGrants.Reason> against) {}

  /** All tokens there are. */
  public record Shown(List<AdminGrants.Grant> grants) {}

  private final ActorContext<Message> context;

  public static Behavior<Message> create() {
    return Recoveries.guarded(
        PersistenceId.of(TYPE_KEY.name(), ID),
        new Message.Stop(),
        Behaviors.setup(AdminTokensEntity::new));
  }

  private AdminTokensEntity(ActorContext<Message> context) {
    super(PersistenceId.of(TYPE_KEY.name(), ID), Recoveries.backOff());
    this.context = context;
  }

  @Override
  public AdminGrants emptyState() {
    return AdminGrants.NONE;
  }

  @Override
  public EventHandler<AdminGrants, AdminGrants.Event> eventHandler() {
    return AdminGrants::apply;
  }

  @Override
  public SignalHandler<AdminGrants> signalHandler() {
    return newSignalHandlerBuilder()
        .onSignal(RecoveryCompleted.instance(), _ -> Recoveries.recovered(context, persistenceId()))
        .onSignal(RecoveryFailed.class, (_, signal) -> Recoveries.failed(context, signal))
        .build();
  }

  @Override
  public CommandHandlerWithReply<Message, AdminGrants.Event, AdminGrants> commandHandler() {
    return this::on;
  }

  private ReplyEffect<AdminGrants.Event, AdminGrants> on(AdminGrants state, Message message) {
    return switch (message) {
      case Message.Do(AdminGrants.Command command, ActorRef<Reply> replyTo) ->
          switch (state.decide(command)) {
            case AdminGrants.Decision.Persist(AdminGrants.Event event) ->
                Effect().persist(event).thenReply(replyTo, _ -> new Reply(Set.of()));
            case AdminGrants.Decision.Refuse(AdminGrants.Reason reason) ->
                Effect().reply(replyTo, new Reply(Set.of(reason)));
          };
      case Message.Show(ActorRef<Shown> replyTo) ->
          Effect().reply(replyTo, new Shown(state.grants()));
      case Message.Stop _ -> Effect().stop().thenNoReply();
    };
  }
}
