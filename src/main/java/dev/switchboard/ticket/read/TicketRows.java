package dev.switchboard.ticket.read;

import dev.switchboard.text.WellFormed;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/** Statements about one ticket in a transaction that is open. Used by one thread. */
final class TicketRows {
  private final Handle handle;
  private final long ticket;

  TicketRows(Handle handle, long ticket) {
    this.handle = handle;
    this.ticket = ticket;
  }

  /** A statement, with the ticket's number bound as {@code ticket}. */
  Update update(String sql) {
    return handle.createUpdate(sql).bind("ticket", ticket);
  }

  /**
   * Executes a statement that must change exactly one row.
   *
   * @throws IllegalStateException where there is no such row
   */
  void one(Update update) {
    int rows = update.execute();
    if (rows != 1) {
      throw new IllegalStateException(
          "%d rows instead of one for ticket %d".formatted(rows, ticket));
    }
  }

  /** What PostgreSQL can hold: it refuses NUL, and half a surrogate pair is no character. */
  static String storable(String text) {
    return WellFormed.text(text);
  }
}
