package dev.switchboard.lookup;

import dev.switchboard.lookup.Overrides.Entry;
import dev.switchboard.lookup.Overrides.Event;
import dev.switchboard.lookup.Overrides.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.javadsl.CommandHandlerWithReply;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehaviorWithEnforcedReplies;
import org.apache.pekko.persistence.typed.javadsl.ReplyEffect;

/** {@link Overrides} as one persistent actor: all of them together, since they are few. */
public final class OverridesEntity
    extends EventSourcedBehaviorWithEnforcedReplies<OverridesEntity.Message, Event, Overrides> {
  /** Part of the persistence id: never changed. */
  public static final EntityTypeKey<Message> TYPE_KEY =
      EntityTypeKey.create(Message.class, "NameOverrides");

  /** The only one. Part of the persistence id: never changed. */
  static final String ID = "all";

  /** What the actor is sent. */
  public sealed interface Message {
    record Put(Entry entry, String by, Instant at, ActorRef<Answer> replyTo) implements Message {}

    record Drop(String host, String by, Instant at, ActorRef<Answer> replyTo) implements Message {}

    record Show(ActorRef<Shown> replyTo) implements Message {}

    /** Passivation; no reply. */
    record Stop() implements Message {}
  }

  /** What became of it. */
  public record Answer(Outcome outcome) {}

  /** All there are. */
  public record Shown(List<Entry> entries) {}

  public static Behavior<Message> create() {
    return Behaviors.setup(_ -> new OverridesEntity());
  }

  private OverridesEntity() {
    super(
        PersistenceId.of(TYPE_KEY.name(), ID),
        SupervisorStrategy.restartWithBackoff(Duration.ofMillis(500), Duration.ofSeconds(20), 0.3));
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
  public CommandHandlerWithReply<Message, Event, Overrides> commandHandler() {
    return (state, message) ->
        switch (message) {
          case Message.Put(Entry entry, String by, Instant at, ActorRef<Answer> replyTo) ->
              follow(state.wouldPut(entry), new Event.Put(entry, by, at), replyTo);
          case Message.Drop(String host, String by, Instant at, ActorRef<Answer> replyTo) ->
              follow(state.wouldDrop(host), new Event.Dropped(host, by, at), replyTo);
          case Message.Show(ActorRef<Shown> replyTo) ->
              Effect().reply(replyTo, new Shown(List.copyOf(state.entries().values())));
          case Message.Stop _ -> Effect().stop().thenNoReply();
        };
  }

  private ReplyEffect<Event, Overrides> follow(
      Outcome outcome, Event event, ActorRef<Answer> replyTo) {
    return outcome == Outcome.DONE
        ? Effect().persist(event).thenReply(replyTo, _ -> new Answer(outcome))
        : Effect().reply(replyTo, new Answer(outcome));
  }
}
