package dev.switchboard.ticket.read;

import dev.switchboard.ticket.model.HandlingEvent;
import dev.switchboard.ticket.model.Priority;

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

  /** As for a ticket of which the events are gone: each property has its default. */
  void reset() {
    rows.one(rows.update("update ticket set priority = default where ticket = :ticket"));
  }

  void record(HandlingEvent event) {
    switch (event) {
      case HandlingEvent.PrioritySet(Priority set) ->
          rows.one(
              rows.update("update ticket set priority = :priority where ticket = :ticket")
                  .bind("priority", set.word()));
    }
  }
}
