package dev.switchboard.presence;

import dev.switchboard.access.Principal;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * The port to who is on which ticket, on all nodes. Known in memory alone: after the start of a
 * node it is complete again within {@link #EXPIRES_SECONDS}. Thread-safe; never blocks.
 */
public interface Presence {
  /** Somebody is forgotten so long after the last heartbeat, in seconds. */
  int EXPIRES_SECONDS = 30;

  /** A session is on so many tickets at most; on one more, the one told longest ago is left. */
  int MOST_OF_A_SESSION = 20;

  /** A heartbeat: the principal, a Discord user, is on a ticket. */
  void seen(long ticket, String session, PresenceState state, boolean draft, Principal by);

  /** The principal has left a ticket. */
  void left(long ticket, String session, Principal by);

  /** Who is on a ticket: those who write first, each person once. */
  List<Viewer> of(long ticket);

  /** Who is on which ticket, by the tickets' numbers. */
  Map<Long, List<Viewer>> all();

  /** Ends listening. */
  @FunctionalInterface
  interface Listening {
    void end();
  }

  /**
   * Tells the numbers of tickets of which {@link #of} has changed, on whichever node that was.
   *
   * @param changed must neither block nor throw
   */
  Listening listen(LongConsumer changed);
}
