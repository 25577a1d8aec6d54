package dev.switchboard.entity;

import dev.switchboard.entity.Kind.Command;
import dev.switchboard.entity.Kind.Query;
import dev.switchboard.entity.Kind.Request;
import dev.switchboard.storage.Recoveries;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.persistence.typed.RecoveryCompleted;
import org.apache.pekko.persistence.typed.RecoveryFailed;
import org.apache.pekko.persistence.typed.SnapshotAdapter;
import org.apache.pekko.persistence.typed.javadsl.CommandHandlerWithReply;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehaviorWithEnforcedReplies;
import org.apache.pekko.persistence.typed.javadsl.ReplyEffect;
import org.apache.pekko.persistence.typed.javadsl.RetentionCriteria;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;

/**
 * The persistent actor of an entity of any kind. It stores the events of a command before it
 * replies. If the journal cannot be read or written, it restarts after a pause: a request of that
 * moment gets no reply, and its ask times out.
 */
final class KindBehavior<S, E>
    extends EventSourcedBehaviorWithEnforcedReplies<EntityMessage, E, S> {
  private final ActorContext<EntityMessage> context;
  private final Kind<S, E> kind;
  private final String id;

  static <S, E> Behavior<EntityMessage> create(Kind<S, E> kind, String id) {
    return Recoveries.guarded(
        kind.persistenceId(id),
        new EntityMessage.Stop(),
        Behaviors.setup(context -> new KindBehavior<>(context, kind, id)));
  }

  private KindBehavior(ActorContext<EntityMessage> context, Kind<S, E> kind, String id) {
    super(kind.persistenceId(id), Recoveries.backOff());
    this.context = context;
    this.kind = kind;
    this.id = id;
  }

  @Override
  public S emptyState() {
    return kind.empty(id);
  }

  @Override
  public EventHandler<S, E> eventHandler() {
    return kind::apply;
  }

  @Override
  public Set<String> tagsFor(E event) {
    return kind.tags(id);
  }

  @Override
  public RetentionCriteria retentionCriteria() {
    return kind.retention().map(Retention::criteria).orElseGet(super::retentionCriteria);
  }

  @Override
  public SnapshotAdapter<S> snapshotAdapter() {
    return kind.snapshots()
        .<SnapshotAdapter<S>>map(Snapshots::adapter)
        .orElseGet(super::snapshotAdapter);
  }

  @Override
  public SignalHandler<S> signalHandler() {
    return newSignalHandlerBuilder()
        .onSignal(RecoveryCompleted.instance(), _ -> Recoveries.recovered(context, persistenceId()))
        .onSignal(RecoveryFailed.class, (_, signal) -> Recoveries.failed(context, signal))
        .build();
  }

  @Override
  public CommandHandlerWithReply<EntityMessage, E, S> commandHandler() {
    return (state, message) ->
        switch (message) {
          case EntityMessage.Ask<?, ?> ask -> answer(state, ask);
          case EntityMessage.Stop _ -> Effect().stop().thenNoReply();
        };
  }

  /** The casts are safe: {@link Entities} sends an entity only requests of its kind. */
  @SuppressWarnings("unchecked")
  private <R> ReplyEffect<E, S> answer(S state, EntityMessage.Ask<?, R> ask) {
    return switch ((Request<S, R>) ask.request()) {
      case Command<S, ?, R> command ->
          store(((Command<S, E, R>) command).decide(state), ask.replyTo());
      case Query<S, R> query ->
          Effect().reply(ask.replyTo(), query.read(state, lastSequenceNumber(context)));
    };
  }

  private <R> ReplyEffect<E, S> store(Decision<E, R> decision, ActorRef<R> replyTo) {
    return decision.events().isEmpty()
        ? Effect().reply(replyTo, decision.reply())
        : Effect().persist(decision.events()).thenReply(replyTo, _ -> decision.reply());
  }
}
