package dev.switchboard.discord.command;

import dev.switchboard.discord.command.StaffCommand.Names;
import dev.switchboard.discord.command.StaffCommand.UsableIn;
import dev.switchboard.ticket.model.TicketQuery;
import java.util.List;

/** The command {@code /id}, which shows who the ticket's member is. */
final class IdCommand {
  private IdCommand() {}

  static StaffCommand command() {
    return new StaffCommand(
        new Names("id", List.of(), false),
        List.of(),
        UsableIn.TICKET,
        (_, _) ->
            new CommandStep.Query<>(
                new TicketQuery.Look(),
                overview ->
                    overview
                        .ticket()
                        .<CommandStep>map(ticket -> new CommandStep.Say(Wording.identity(ticket)))
                        .orElseGet(() -> new CommandStep.Refuse(Wording.TICKET_ABSENT))));
  }
}
