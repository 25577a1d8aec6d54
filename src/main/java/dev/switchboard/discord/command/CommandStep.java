package dev.switchboard.discord.command;

import dev.switchboard.text.Message;
import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.model.TicketQuery;
import dev.switchboard.ticket.model.TicketReply;
import java.util.function.Function;
import java.util.function.IntFunction;

/** The next step of a staff command: a request to the ticket, or the answer for the user. */
public sealed interface CommandStep {
  /** Goes on after an act: with the text of what was taken, or with why it was not. */
  static Function<TicketReply, CommandStep> taken(IntFunction<Message> text) {
    return reply ->
        reply instanceof TicketReply.Taken(int number)
            ? new Done(text.apply(number))
            : new Refuse(Wording.unexpected(reply));
  }

  /** Has the ticket do something and goes on with its reply. */
  record Ask(TicketCommand.Act act, Function<TicketReply, CommandStep> then)
      implements CommandStep {}

  /** A query to the ticket, which changes nothing; continues with its answer. */
  record Query<R extends TicketQuery.Answer>(TicketQuery<R> query, Function<R, CommandStep> then)
      implements CommandStep {}

  /** Executed, as the channel shows. Only an interaction gets the text as its answer. */
  record Done(Message text) implements CommandStep {}

  /** The requested text. */
  record Say(Message text) implements CommandStep {}

  /** Nothing was done; the text gives the reason. */
  record Refuse(Message text) implements CommandStep {}
}
