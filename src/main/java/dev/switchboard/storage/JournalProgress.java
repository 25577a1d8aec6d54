package dev.switchboard.storage;

import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Extension;
import org.apache.pekko.actor.typed.ExtensionId;

/**
 * How far the journal is, as this node knows it. A write of this node wakes its own readers, so
 * that they need not look often. One for each actor system. Thread-safe.
 */
final class JournalProgress implements Extension {
  private static final Id ID = new Id();

  private static final class Id extends ExtensionId<JournalProgress> {
    @Override
    public JournalProgress createExtension(ActorSystem<?> system) {
      return new JournalProgress();
    }
  }

  static JournalProgress of(ActorSystem<?> system) {
    return ID.apply(system);
  }

  /** The number of transactions that this node has committed. */
  final RisingNumber writes = new RisingNumber();

  /** The number of the event up to which nothing is written any more, on any node. */
  final RisingNumber complete = new RisingNumber();
}
