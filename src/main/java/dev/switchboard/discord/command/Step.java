package dev.switchboard.discord.command;

import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.model.TicketQuery;
import dev.switchboard.ticket.model.TicketReply;
import java.util.function.Function;

/** What a staff command does next: asks the ticket, or ends with words for the person. */
public sealed interface Step {
  /** Has the ticket do something and goes on with its reply. */
  record Ask(TicketCommand command, Function<TicketReply, Step> then) implements Step {}

  /** Asks the ticket, which changes nothing, and goes on with its answer. */
  record Query<R extends TicketQuery.Answer>(TicketQuery<R> query, Function<R, Step> then)
      implements Step {}

  /** It is done, and the channel shows it; told only to who waits for an answer. */
  record Done(String text) implements Step {}

  /** What was asked for. */
  record Say(String text) implements Step {}

  /** Nothing was done, and why. */
  record Refuse(String text) implements Step {}
}
