package dev.switchboard.ticket;

import dev.switchboard.storage.Database;
import java.util.concurrent.CompletionStage;

/** {@link TicketNumbers} from a sequence of the database, so that all nodes count together. */
public final class SequenceTicketNumbers implements TicketNumbers {
  private final Database database;

  public SequenceTicketNumbers(Database database) {
    this.database = database;
  }

  @Override
  public CompletionStage<Long> next() {
    return database.query(
        handle -> handle.createQuery("select nextval('ticket_number')").mapTo(Long.class).one());
  }
}
