package dev.switchboard.storage;

import com.typesafe.config.Config;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.persistence.JournalProtocol;
import org.apache.pekko.persistence.jdbc.journal.JdbcAsyncWriteJournal;
import scala.PartialFunction;
import scala.runtime.BoxedUnit;

/**
 * The journal plugin of Pekko, which in addition stops a replay that its entity gave up (see {@link
 * Replays}). Created by Pekko, by its class name.
 */
public final class GatedJournal extends JdbcAsyncWriteJournal {
  private final Replays replays;

  public GatedJournal(Config config) {
    super(config);
    replays = Replays.of(Adapter.toTyped(context().system()));
  }

  @Override
  public void aroundReceive(PartialFunction<Object, BoxedUnit> receive, Object message) {
    super.aroundReceive(
        receive,
        message instanceof JournalProtocol.ReplayMessages replay ? gated(replay) : message);
  }

  private JournalProtocol.ReplayMessages gated(JournalProtocol.ReplayMessages replay) {
    ActorRef gate = context().actorOf(replays.begin(replay.persistentActor()));
    return replay.copy(
        replay.fromSequenceNr(), replay.toSequenceNr(), replay.max(), replay.persistenceId(), gate);
  }
}
