package dev.switchboard.discord.command;

import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.model.TicketReply;
import java.util.function.Function;

/** What a staff command does next: asks the ticket, or ends with words for the person. */
public sealed interface CommandStep {
  /** Asks the ticket and goes on with its answer. */
  record Ask(TicketCommand command, Function<TicketReply, CommandStep> then)
      implements CommandStep {}

  /** It is done, and the channel shows it; told only to who waits for an answer. */
  record Done(String text) implements CommandStep {}

  /** What was asked for. */
  record Say(String text) implements CommandStep {}

  /** Nothing was done, and why. */
  record Refuse(String text) implements CommandStep {}
}
