package dev.switchboard.account;

import dev.switchboard.storage.Recoveries;
import java.time.Instant;
import java.util.Optional;
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

/** {@link DefaultQuota} as one persistent actor. */
public final class DefaultQuotaEntity
    extends EventSourcedBehaviorWithEnforcedReplies<
        DefaultQuotaEntity.Message, DefaultQuota.Event, DefaultQuota> {
  /** Part of the persistence id: never changed. */
  public static final EntityTypeKey<Message> TYPE_KEY =
      EntityTypeKey.create(Message.class, "DefaultQuota");

  /** The only one. Part of the persistence id: never changed. */
  static final String ID = "all";

  /** What the actor is sent. */
  public sealed interface Message {
    record Set(Optional<Long> maxBytes, String by, Instant at, ActorRef<Is> replyTo)
        implements Message {}

    record Show(ActorRef<Is> replyTo) implements Message {}

    /** Passivation; no reply. */
    record Stop() implements Message {}
  }

  /** What it is now: empty while it is as configured. */
  public record Is(Optional<Long> maxBytes) {}

  private final ActorContext<Message> context;

  public static Behavior<Message> create() {
    return Recoveries.guarded(
        PersistenceId.of(TYPE_KEY.name(), ID),
        new Message.Stop(),
        Behaviors.setup(DefaultQuotaEntity::new));
  }

  private DefaultQuotaEntity(ActorContext<Message> context) {
    super(PersistenceId.of(TYPE_KEY.name(), ID), Recoveries.backOff());
    this.context = context;
  }

  @Override
  public DefaultQuota emptyState() {
    return DefaultQuota.CONFIGURED;
  }

  @Override
  public EventHandler<DefaultQuota, DefaultQuota.Event> eventHandler() {
    return DefaultQuota::apply;
  }

  @Override
  public SignalHandler<DefaultQuota> signalHandler() {
    return newSignalHandlerBuilder()
        .onSignal(RecoveryCompleted.instance(), _ -> Recoveries.recovered(context, persistenceId()))
        .onSignal(RecoveryFailed.class, (_, signal) -> Recoveries.failed(context, signal))
        .build();
  }

  @Override
  public CommandHandlerWithReply<Message, DefaultQuota.Event, DefaultQuota> commandHandler() {
    return (state, message) ->
        switch (message) {
          case Message.Set(Optional<Long> wanted, String by, Instant at, ActorRef<Is> replyTo) ->
              set(state.decide(wanted, by, at), wanted, replyTo);
          case Message.Show(ActorRef<Is> replyTo) ->
              Effect().reply(replyTo, new Is(state.maxBytes()));
          case Message.Stop _ -> Effect().stop().thenNoReply();
        };
  }

  private ReplyEffect<DefaultQuota.Event, DefaultQuota> set(
      Optional<DefaultQuota.Event> event, Optional<Long> wanted, ActorRef<Is> replyTo) {
    return event.isPresent()
        ? Effect().persist(event.get()).thenReply(replyTo, _ -> new Is(wanted))
        : Effect().reply(replyTo, new Is(wanted));
  }
}
