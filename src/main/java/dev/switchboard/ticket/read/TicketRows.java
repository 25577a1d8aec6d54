package dev.switchboard.ticket.read;

import dev.switchboard.text.WellFormed;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/** Statements about one ticket in an open transaction. Used by one thread. */
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
   * @throws IllegalStateException if it changes another number of rows
   */
  void one(Update update) {
    int rows = update.execute();
    if (rows != 1) {
      throw new IllegalStateException(
          "%d rows instead of one for ticket %d".formatted(rows, ticket));
    }
  }

  /** The text as PostgreSQL can store it, without NUL and unpaired surrogates. */
  static String storable(String text) {
    return WellFormed.text(text);
  }
}
