package dev.switchboard.lookup;

import dev.switchboard.lookup.Overrides.Event;
import dev.switchboard.lookup.Overrides.NameOverride;
import dev.switchboard.lookup.Overrides.Outcome;
import dev.switchboard.storage.Recoveries;
import java.time.Instant;
import java.util.List;
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
 * {@link Overrides} as one persistent actor: all of them together, since they are few. How many
 * events they came to be by is their version.
 */
public final class OverridesEntity
    extends EventSourcedBehaviorWithEnforcedReplies<OverridesEntity.Message, Event, Overrides> {
  /** Part of the persistence id: never changed. */
  public static final EntityTypeKey<Message> TYPE_KEY =
      EntityTypeKey.create(Message.class, "NameOverrides");

  /** The only one. Part of the persistence id: never changed. */
  static final String ID = "all";

  /** So many fit into one message between nodes: 64 KiB. */
  static final int PAGE = 20;

  /** Of nobody who knows any. */
  static final long NO_VERSION = -1;

  /** What the actor is sent. */
  public sealed interface Message {
    record Put(NameOverride entry, String by, Instant at, ActorRef<Answer> replyTo)
        implements Message {}

    record Drop(String host, String by, Instant at, ActorRef<Answer> replyTo) implements Message {}

    /**
     * A page of them, by host.
     *
     * @param version what is known already: of that, nothing is shown
     * @param after the last host of the page before; empty for the first page
     */
    record Show(long version, String after, ActorRef<Shown> replyTo) implements Message {}

    /** Passivation; no reply. */
    record Stop() implements Message {}
  }

  /** What became of it. */
  public record Answer(Outcome outcome) {}

  /**
   * A page of them.
   *
   * @param more whether others follow
   */
  public record Shown(long version, List<NameOverride> entries, boolean more) {}

  private final ActorContext<Message> context;

  public static Behavior<Message> create() {
    return Recoveries.guarded(
        PersistenceId.of(TYPE_KEY.name(), ID),
        new Message.Stop(),
        Behaviors.setup(OverridesEntity::new));
  }

  private OverridesEntity(ActorContext<Message> context) {
    super(PersistenceId.of(TYPE_KEY.name(), ID), Recoveries.backOff());
    this.context = context;
  }

  @Override
  public Overrides emptyState() {
    return Overrides.NONE;
  }

  @Override
  public EventHandler<Overrides, Event> eventHandler() {
    return Overrides::apply;
  }

  @Override
  public SignalHandler<Overrides> signalHandler() {
    return newSignalHandlerBuilder()
        .onSignal(RecoveryCompleted.instance(), _ -> Recoveries.recovered(context, persistenceId()))
        .onSignal(RecoveryFailed.class, (_, signal) -> Recoveries.failed(context, signal))
        .build();
  }

  @Override
  public CommandHandlerWithReply<Message, Event, Overrides> commandHandler() {
    return (state, message) ->
        switch (message) {
          case Message.Put(
                  NameOverride nameOverride,
                  String by,
                  Instant at,
                  ActorRef<Answer> replyTo) ->
              follow(state.wouldPut(nameOverride), new Event.Put(nameOverride, by, at), replyTo);
          case Message.Drop(String host, String by, Instant at, ActorRef<Answer> replyTo) ->
              follow(state.wouldDrop(host), new Event.Dropped(host, by, at), replyTo);
          case Message.Show(long known, String after, ActorRef<Shown> replyTo) ->
              Effect().reply(replyTo, shown(state, known, after));
          case Message.Stop _ -> Effect().stop().thenNoReply();
        };
  }

  private Shown shown(Overrides state, long known, String after) {
    long version = lastSequenceNumber(context);
    if (known == version) {
      return new Shown(version, List.of(), false);
    }
    List<NameOverride> following = state.after(after, PAGE + 1);
    return new Shown(
        version, following.subList(0, Math.min(PAGE, following.size())), following.size() > PAGE);
  }

  private ReplyEffect<Event, Overrides> follow(
      Outcome outcome, Event event, ActorRef<Answer> replyTo) {
    return outcome == Outcome.DONE
        ? Effect().persist(event).thenReply(replyTo, _ -> new Answer(outcome))
        : Effect().reply(replyTo, new Answer(outcome));
  }
}
