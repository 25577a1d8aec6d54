package dev.switchboard.discord.command;

import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.model.TicketQuery;
import dev.switchboard.ticket.model.TicketReply;
import java.util.function.Function;

/** What a staff command does next: asks the ticket, or ends with words for the person. */
public sealed interface CommandStep {
  /** Has the ticket do something and goes on with its reply. */
  record Ask(TicketCommand command, Function<TicketReply, CommandStep> then)
      implements CommandStep {}

  /** Asks the ticket, which changes nothing, and goes on with its answer. */
  record Query<R extends TicketQuery.Answer>(TicketQuery<R> query, Function<R, CommandStep> then)
      implements CommandStep {}

  /** It is done, and the channel shows it; told only to who waits for an answer. */
  record Done(String text) implements CommandStep {}

  /** What was asked for. */
  record Say(String text) implements CommandStep {}

  /** Nothing was done, and why. */
  record Refuse(String text) implements CommandStep {}
}
