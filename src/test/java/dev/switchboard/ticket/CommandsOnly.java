package dev.switchboard.ticket;

import dev.switchboard.ticket.model.TicketQuery;
import java.util.concurrent.CompletionStage;

/** Tickets of a test in which nobody asks a query. */
public interface CommandsOnly extends Tickets {
  @Override
  default <R extends TicketQuery.Answer> CompletionStage<R> ask(long ticket, TicketQuery<R> query) {
    throw new AssertionError("nobody asks " + query);
  }
}
