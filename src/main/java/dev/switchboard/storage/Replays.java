package dev.switchboard.storage;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.actor.AbstractActor;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.Props;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Extension;
import org.apache.pekko.actor.typed.ExtensionId;
import org.apache.pekko.persistence.JournalProtocol;

/**
 * The running replays. An entity whose recovery timed out restarts under the same address while
 * Pekko's journal goes on with the former replay. The entity would apply the events of both
 * replays, and the end of one would cut off the other. So all answers of a replay pass a {@link
 * Replay}, which the entity closes before it restarts.
 *
 * <p>One for each actor system. Thread-safe.
 */
final class Replays implements Extension {
  private static final Id ID = new Id();

  private final Map<ActorRef, Replay> underWay = new ConcurrentHashMap<>();

  private Replays() {}

  private static final class Id extends ExtensionId<Replays> {
    @Override
    public Replays createExtension(ActorSystem<?> system) {
      return new Replays();
    }
  }

  static Replays of(ActorSystem<?> system) {
    return ID.apply(system);
  }

  /** The actor that receives the answers of a replay in place of the entity. */
  Props begin(ActorRef entity) {
    Replay replay = new Replay(entity);
    Replay former = underWay.put(entity, replay);
    if (former != null) {
      former.close();
    }
    return Props.create(Gate.class, () -> new Gate(this, replay));
  }

  /** Closes the entity's replay; after the return, the entity gets no more of it. */
  void giveUp(ActorRef entity) {
    Replay replay = underWay.remove(entity);
    if (replay != null) {
      replay.close();
    }
  }

  /** A replay of an entity. Its lock ensures that no answer is being sent when it is closed. */
  private static final class Replay {
    private final ActorRef entity;
    private boolean closed;

    Replay(ActorRef entity) {
      this.entity = entity;
    }

    synchronized void answer(Object answer) {
      if (!closed) {
        entity.tell(answer, ActorRef.noSender());
      }
    }

    synchronized void close() {
      closed = true;
    }
  }

  private static final class Gate extends AbstractActor {
    private final Replays replays;
    private final Replay replay;

    Gate(Replays replays, Replay replay) {
      this.replays = replays;
      this.replay = replay;
    }

    @Override
    public Receive createReceive() {
      return receiveBuilder().matchAny(this::pass).build();
    }

    private void pass(Object answer) {
      replay.answer(answer);
      if (answer instanceof JournalProtocol.RecoverySuccess
          || answer instanceof JournalProtocol.ReplayMessagesFailure) {
        getContext().stop(getSelf());
      }
    }

    @Override
    public void postStop() {
      replays.underWay.remove(replay.entity, replay);
    }
  }
}
