package dev.switchboard.ticket;

import dev.switchboard.ticket.model.Arrival;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;

/** The members' correspondents, wherever they live. Thread-safe; never blocks. */
public interface Correspondents {
  /**
   * Hands over an arrival that is committed to the inbox. A hint with the payload at hand: what is
   * lost with the process is found again in the {@link Inbox}.
   *
   * @param gap whether the member's DM channel may hold messages that were never seen, so that it
   *     has to be filled before this arrival is taken
   */
  void deliver(Arrival arrival, boolean gap);

  /**
   * The member has arrivals waiting in the inbox, from before this process, or put there by a
   * sweep.
   */
  void wake(long user);

  /** The member types. Neither stored nor retried. */
  void typing(long user);

  /** The member's open ticket, if they have one. Fails where no answer came in time. */
  CompletionStage<OptionalLong> openTicket(long user);
}
