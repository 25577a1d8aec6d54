package dev.switchboard.service;

import dev.switchboard.storage.Recoveries;
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

/** One {@link Toggle} as a persistent actor. */
public final class ToggleEntity
    extends EventSourcedBehaviorWithEnforcedReplies<ToggleEntity.Message, Toggle.Event, Toggle> {
  /** Part of the persistence id: never changed. */
  public static final EntityTypeKey<Message> TYPE_KEY =
      EntityTypeKey.create(Message.class, "Toggle");

  /** What the actor is sent. */
  public sealed interface Message {
    record Do(Toggle.Switch command, ActorRef<Standing> replyTo) implements Message {}

    record Show(ActorRef<Standing> replyTo) implements Message {}

    /** Passivation; no reply. */
    record Stop() implements Message {}
  }

  /** How it stands where the configuration is what this node has. */
  public record Standing(Toggle.Position position) {}

  private final boolean configured;

  private final ActorContext<Message> context;

  /**
   * A toggle.
   *
   * @param id as {@link ToggleName#id}
   * @param configured what it is until somebody switches it
   */
  public static Behavior<Message> create(String id, boolean configured) {
    return Recoveries.guarded(
        persistenceId(id),
        new Message.Stop(),
        Behaviors.setup(context -> new ToggleEntity(context, id, configured)));
  }

  private ToggleEntity(ActorContext<Message> context, String id, boolean configured) {
    super(persistenceId(id), Recoveries.backOff());
    this.context = context;
    this.configured = configured;
  }

  static PersistenceId persistenceId(String id) {
    return PersistenceId.of(TYPE_KEY.name(), id);
  }

  @Override
  public Toggle emptyState() {
    return new Toggle.Untouched();
  }

  @Override
  public EventHandler<Toggle, Toggle.Event> eventHandler() {
    return Toggle::apply;
  }

  @Override
  public SignalHandler<Toggle> signalHandler() {
    return newSignalHandlerBuilder()
        .onSignal(RecoveryCompleted.instance(), _ -> Recoveries.recovered(context, persistenceId()))
        .onSignal(RecoveryFailed.class, (_, signal) -> Recoveries.failed(context, signal))
        .build();
  }

  @Override
  public CommandHandlerWithReply<Message, Toggle.Event, Toggle> commandHandler() {
    return this::on;
  }

  private ReplyEffect<Toggle.Event, Toggle> on(Toggle state, Message message) {
    return switch (message) {
      case Message.Do(Toggle.Switch command, ActorRef<Standing> replyTo) ->
          state
              .decide(command)
              .<ReplyEffect<Toggle.Event, Toggle>>map(
                  event -> Effect().persist(event).thenReply(replyTo, this::standing))
              .orElseGet(() -> Effect().reply(replyTo, standing(state)));
      case Message.Show(ActorRef<Standing> replyTo) -> Effect().reply(replyTo, standing(state));
      case Message.Stop _ -> Effect().stop().thenNoReply();
    };
  }

  private Standing standing(Toggle state) {
    return new Standing(state.position(configured));
  }
}
