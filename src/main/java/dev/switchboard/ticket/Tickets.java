package dev.switchboard.ticket;

import dev.switchboard.access.Principal;
import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.model.TicketQuery;
import dev.switchboard.ticket.model.TicketReply;
import java.util.concurrent.CompletionStage;

/**
 * The tickets, on whichever node each runs. Staff in Discord, in the browser and over HTTP all act
 * through this port. Thread-safe.
 */
public interface Tickets {
  /**
   * Completes with the ticket's answer, after its effect is stored. Fails with a {@link
   * java.util.concurrent.TimeoutException} where none came in time: then the outcome is unknown,
   * and the same command may be sent again. What staff decide goes by {@link #act} alone.
   */
  CompletionStage<TicketReply> ask(long ticket, TicketCommand.Unguarded command);

  /**
   * Asks in the name of a person on the staff's side. Fails with {@link
   * dev.switchboard.access.NotPermitted} where the principal lacks the right {@link
   * dev.switchboard.access.Right#ANSWER_MEMBERS}; otherwise as {@link #ask(long,
   * TicketCommand.Unguarded)}.
   *
   * <p>A {@link TicketCommand.Close} of Discord's that is answered with {@link TicketReply.Closed}
   * is no refusal: the ticket's channel stood there still, and the desk has it deleted again.
   */
  CompletionStage<TicketReply> act(Principal by, long ticket, TicketCommand.Act command);

  /**
   * Completes with the answer to a query, made from the events stored by then. Fails with a {@link
   * java.util.concurrent.TimeoutException} if none comes in time.
   */
  <R extends TicketQuery.Answer> CompletionStage<R> ask(long ticket, TicketQuery<R> query);

  /**
   * As {@link #ask(long, TicketCommand.Unguarded)}, with nobody waiting. May be lost in a crash.
   */
  void tell(long ticket, TicketCommand.Unguarded command);

  /** Tells the ticket that its member is typing. Neither stored nor retried. */
  void typing(long ticket);
}
