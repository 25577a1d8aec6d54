package dev.switchboard.ticket.read;

import dev.switchboard.ticket.model.HandlingEvent;

/**
 * The columns of the table {@code ticket} that say how staff handle a ticket: one for each property
 * of {@link dev.switchboard.ticket.model.Handling}.
 *
 * <p>Bound to one transaction; used by one thread.
 */
final class HandlingTable {
  private final TicketRows rows;

  HandlingTable(TicketRows rows) {
    this.rows = rows;
  }

  void record(HandlingEvent event) {}
}
