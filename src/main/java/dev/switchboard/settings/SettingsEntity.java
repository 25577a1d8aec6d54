package dev.switchboard.settings;

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

/** {@link SettingsBook} as one persistent actor; its journal is the history of all settings. */
public final class SettingsEntity
    extends EventSourcedBehaviorWithEnforcedReplies<
        SettingsEntity.Message, SettingsBook.Event, SettingsBook> {
  /** Part of the persistence id: never changed. */
  public static final EntityTypeKey<Message> TYPE_KEY =
      EntityTypeKey.create(Message.class, "Settings");

  /** The only one. Part of the persistence id: never changed. */
  static final String ID = "all";

  /** What the actor is sent. */
  public sealed interface Message {
    record Do(SettingsBook.Command command, ActorRef<Reply> replyTo) implements Message {}

    record Show(ActorRef<Reply> replyTo) implements Message {}

    /** Passivation; no reply. */
    record Stop() implements Message {}
  }

  /** What the actor answers. */
  public sealed interface Reply {
    record Book(SettingsBook book) implements Reply {}

    record Refused(SettingsBook.Refusal refusal) implements Reply {}
  }

  private final ConfiguredDefaults configuredDefaults;

  private final ActorContext<Message> context;

  public static Behavior<Message> create(ConfiguredDefaults configuredDefaults) {
    return Recoveries.guarded(
        PersistenceId.of(TYPE_KEY.name(), ID),
        new Message.Stop(),
        Behaviors.setup(context -> new SettingsEntity(context, configuredDefaults)));
  }

  private SettingsEntity(ActorContext<Message> context, ConfiguredDefaults configuredDefaults) {
    super(PersistenceId.of(TYPE_KEY.name(), ID), Recoveries.backOff());
    this.context = context;
    this.configuredDefaults = configuredDefaults;
  }

  @Override
  public SettingsBook emptyState() {
    return SettingsBook.EMPTY;
  }

  @Override
  public EventHandler<SettingsBook, SettingsBook.Event> eventHandler() {
    return SettingsBook::apply;
  }

  @Override
  public SignalHandler<SettingsBook> signalHandler() {
    return newSignalHandlerBuilder()
        .onSignal(RecoveryCompleted.instance(), _ -> Recoveries.recovered(context, persistenceId()))
        .onSignal(RecoveryFailed.class, (_, signal) -> Recoveries.failed(context, signal))
        .build();
  }

  @Override
  public CommandHandlerWithReply<Message, SettingsBook.Event, SettingsBook> commandHandler() {
    return this::on;
  }

  private ReplyEffect<SettingsBook.Event, SettingsBook> on(SettingsBook state, Message message) {
    return switch (message) {
      case Message.Do(SettingsBook.Command command, ActorRef<Reply> replyTo) ->
          switch (state.decide(command, configuredDefaults)) {
            case SettingsBook.Decision.Persist(SettingsBook.Event event) ->
                Effect().persist(event).thenReply(replyTo, Reply.Book::new);
            case SettingsBook.Decision.Nothing _ -> Effect().reply(replyTo, new Reply.Book(state));
            case SettingsBook.Decision.Refuse(SettingsBook.Refusal refusal) ->
                Effect().reply(replyTo, new Reply.Refused(refusal));
          };
      case Message.Show(ActorRef<Reply> replyTo) -> Effect().reply(replyTo, new Reply.Book(state));
      case Message.Stop _ -> Effect().stop().thenNoReply();
    };
  }
}
