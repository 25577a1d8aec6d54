package dev.switchboard.ticket;

import dev.switchboard.access.Principal;
import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.model.TicketQuery;
import dev.switchboard.ticket.model.TicketReply;
import java.util.concurrent.CompletionStage;

/**
 * The tickets, wherever they live. What staff do in Discord, in the browser and over HTTP is one
 * implementation behind this port. Thread-safe.
 */
public interface Tickets {
  /**
   * Completes with the ticket's answer, after its effect is stored. Fails with a {@link
   * java.util.concurrent.TimeoutException} where none came in time: then the outcome is unknown,
   * and the same command may be sent again.
   */
  CompletionStage<TicketReply> ask(long ticket, TicketCommand command);

  /**
   * Asks in the name of a person on the staff's side. Fails with {@link
   * dev.switchboard.access.NotPermitted} where the principal lacks the right {@link
   * dev.switchboard.access.Right#ANSWER_MEMBERS}; otherwise as {@link #ask(long, TicketCommand)}.
   */
  CompletionStage<TicketReply> act(Principal by, long ticket, TicketCommand.Act command);

  /**
   * Completes with the answer to a query, from what is stored by then. Fails with a {@link
   * java.util.concurrent.TimeoutException} where none came in time.
   */
  <R extends TicketQuery.Answer> CompletionStage<R> ask(long ticket, TicketQuery<R> query);

  /** As {@link #ask(long, TicketCommand)}, with nobody waiting. May be lost in a crash. */
  void tell(long ticket, TicketCommand command);

  /** The member of this ticket types. Neither stored nor retried. */
  void typing(long ticket);
}
