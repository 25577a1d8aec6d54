package dev.switchboard.ticket.view;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The port to what became of the replies of a ticket on their way to the member, by the read
 * tables, which may be a moment behind. A stage fails where the database is out of reach.
 * Thread-safe.
 */
public interface ReplyDeliveries {
  /** The point that a reply has reached. */
  enum State {
    /** It is on its way, or waits for its files or for Discord. */
    WAITING,
    /** The member has all of it. */
    SENT,
    /** Discord did not take it, or a part of it. It is not tried again. */
    REFUSED
  }

  /**
   * The delivery of a reply. Deleted replies are left out.
   *
   * @param number the reply's number in the ticket
   * @param refusal the reason of a refusal in one word; empty for every other state
   * @param detail Discord's own words about it; empty where there are none
   * @param at when the reply was written
   * @param settled when its last message was taken or refused; empty while it waits
   */
  record Delivery(
      int number,
      State state,
      String refusal,
      String detail,
      Instant at,
      Optional<Instant> settled) {}

  /**
   * A part of the deliveries by their numbers; empty where there is no such ticket.
   *
   * @param state the only state that is wanted; empty for all
   */
  CompletionStage<Optional<Part<Delivery>>> part(
      long ticket, Optional<State> state, Position position);
}
