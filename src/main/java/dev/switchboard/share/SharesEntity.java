package dev.switchboard.share;

import dev.switchboard.share.Shares.Event;
import dev.switchboard.share.Shares.Outcome;
import dev.switchboard.share.Shares.OwnedShare;
import dev.switchboard.share.Shares.Share;
import dev.switchboard.storage.Recoveries;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.apache.pekko.persistence.typed.PersistenceId;
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
 * {@link Shares} as one persistent actor, which alone knows what slugs are taken. Its events are
 * deleted once a snapshot has what came of them.
 */
public final class SharesEntity
    extends EventSourcedBehaviorWithEnforcedReplies<SharesEntity.Message, Event, Shares> {
  /** Part of the persistence id: never changed. */
  public static final EntityTypeKey<Message> TYPE_KEY =
      EntityTypeKey.create(Message.class, "Shares");

  /** The only one. Part of the persistence id: never changed. */
  static final String ID = "all";

  /** Twice as many events are in the journal at most. A snapshot is some hundred bytes a share. */
  static final int SNAPSHOT_EVERY = 500;

  /** So many fit into one message between nodes. */
  static final int PAGE = 25;

  /** What the actor is sent. */
  public sealed interface Message {
    record Create(Share share, String by, Instant at, ActorRef<Answer> replyTo)
        implements Message {}

    record Update(
        String slug,
        Optional<String> url,
        Optional<String> name,
        String by,
        Instant at,
        ActorRef<Answer> replyTo)
        implements Message {}

    record Delete(String slug, String by, Instant at, ActorRef<Answer> replyTo)
        implements Message {}

    record Clear(String madeBy, String by, Instant at, ActorRef<Cleared> replyTo)
        implements Message {}

    record Find(String slug, ActorRef<Found> replyTo) implements Message {}

    record Page(String after, ActorRef<Listed> replyTo) implements Message {}

    /** Passivation; no reply. */
    record Stop() implements Message {}
  }

  /** What became of it. */
  public record Answer(Outcome outcome) {}

  /** The share, if there is one. */
  public record Found(Optional<Share> share) {}

  /** {@link #PAGE} of them; fewer are the last. */
  public record Listed(List<OwnedShare> entries) {}

  /** So many were deleted. */
  public record Cleared(int shares) {}

  private final ActorContext<Message> context;

  public static Behavior<Message> create() {
    return Recoveries.guarded(
        PersistenceId.of(TYPE_KEY.name(), ID),
        new Message.Stop(),
        Behaviors.setup(SharesEntity::new));
  }

  private SharesEntity(ActorContext<Message> context) {
    super(PersistenceId.of(TYPE_KEY.name(), ID), Recoveries.backOff());
    this.context = context;
  }

  @Override
  public Shares emptyState() {
    return Shares.NONE;
  }

  @Override
  public EventHandler<Shares, Event> eventHandler() {
    return Shares::apply;
  }

  @Override
  public RetentionCriteria retentionCriteria() {
    return RetentionCriteria.snapshotEvery(SNAPSHOT_EVERY, 1).withDeleteEventsOnSnapshot();
  }

  @Override
  public SnapshotAdapter<Shares> snapshotAdapter() {
    return new SnapshotAdapter<>() {
      @Override
      public Object toJournal(Shares state) {
        return new Shares.Snapshot(List.copyOf(state.bySlug().values()));
      }

      @Override
      public Shares fromJournal(Object snapshot) {
        return ((Shares.Snapshot) snapshot).restored();
      }
    };
  }

  @Override
  public SignalHandler<Shares> signalHandler() {
    return newSignalHandlerBuilder()
        .onSignal(RecoveryCompleted.instance(), _ -> Recoveries.recovered(context, persistenceId()))
        .onSignal(RecoveryFailed.class, (_, signal) -> Recoveries.failed(context, signal))
        .build();
  }

  @Override
  public CommandHandlerWithReply<Message, Event, Shares> commandHandler() {
    return (state, message) ->
        switch (message) {
          case Message.Create(Share share, String by, Instant at, ActorRef<Answer> replyTo) ->
              follow(state.wouldCreate(share, by), new Event.Created(share, by, at), replyTo);
          case Message.Update update -> update(state, update);
          case Message.Delete(String slug, String by, Instant at, ActorRef<Answer> replyTo) ->
              follow(state.wouldDelete(slug), new Event.Deleted(slug, by, at), replyTo);
          case Message.Clear clear -> clear(state, clear);
          case Message.Find(String slug, ActorRef<Found> replyTo) ->
              Effect().reply(replyTo, new Found(state.find(slug)));
          case Message.Page(String after, ActorRef<Listed> replyTo) ->
              Effect().reply(replyTo, new Listed(state.after(after, PAGE)));
          case Message.Stop _ -> Effect().stop().thenNoReply();
        };
  }

  private ReplyEffect<Event, Shares> update(Shares state, Message.Update update) {
    return state
        .updated(update.slug(), update.url(), update.name())
        .map(share ->
            follow(
                Outcome.DONE, new Event.Updated(share, update.by(), update.at()), update.replyTo()))
        .orElseGet(() -> Effect().reply(update.replyTo(), new Answer(Outcome.UNKNOWN)));
  }

  private ReplyEffect<Event, Shares> clear(Shares state, Message.Clear clear) {
    int shares = (int) state.madeBy(clear.madeBy()).count();
    return shares == 0
        ? Effect().reply(clear.replyTo(), new Cleared(0))
        : Effect()
            .persist(new Event.Cleared(clear.madeBy(), clear.by(), clear.at()))
            .thenReply(clear.replyTo(), _ -> new Cleared(shares));
  }

  private ReplyEffect<Event, Shares> follow(
      Outcome outcome, Event event, ActorRef<Answer> replyTo) {
    return outcome == Outcome.DONE
        ? Effect().persist(event).thenReply(replyTo, _ -> new Answer(outcome))
        : Effect().reply(replyTo, new Answer(outcome));
  }
}
