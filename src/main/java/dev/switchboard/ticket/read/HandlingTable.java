package dev.switchboard.ticket.read;

import dev.switchboard.ticket.model.HandlingEvent;
import dev.switchboard.ticket.model.Priority;

/**
 * The columns of the table {@code ticket} about its handling: one for each property of {@link
 * dev.switchboard.ticket.model.Handling}.
 *
 * <p>Bound to one transaction; used by one thread.
 */
final class HandlingTable {
  private final TicketRows rows;

  HandlingTable(TicketRows rows) {
    this.rows = rows;
  }

  /** Sets each property to its default, for a ticket whose events are erased. */
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
