package dev.switchboard.ticket;

import dev.switchboard.ticket.model.Arrival;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;

/** The members' correspondents, on whichever node each runs. Thread-safe; never blocks. */
public interface Correspondents {
  /**
   * Hands over an arrival that is committed to the inbox. This is only a hint that carries the
   * payload: an arrival that is lost with the process is found again in the {@link Inbox}.
   *
   * @param gap whether the member's DM channel may hold messages that are not in the inbox, so that
   *     it must be filled before this arrival is taken
   */
  void deliver(Arrival arrival, boolean gap);

  /**
   * Tells the correspondent that arrivals wait in the inbox, from before this process or from a
   * backfill.
   */
  void wake(long user);

  /** Tells the ticket that the member is typing. Neither stored nor retried. */
  void typing(long user);

  /**
   * The numbers of all tickets of a member, oldest first, also of one that is only about to open.
   * Fails if no answer comes in time.
   */
  CompletionStage<List<Long>> tickets(long user);

  /** The member's open ticket, if any. Fails if no answer comes in time. */
  CompletionStage<OptionalLong> openTicket(long user);
}
