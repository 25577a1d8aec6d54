package dev.switchboard.discord.command;

import dev.switchboard.discord.command.StaffCommand.Kind;
import dev.switchboard.discord.command.StaffCommand.Names;
import dev.switchboard.discord.command.StaffCommand.Option;
import dev.switchboard.discord.command.StaffCommand.UsableIn;
import dev.switchboard.ticket.model.HandlingChange;
import dev.switchboard.ticket.model.Priority;
import dev.switchboard.ticket.model.TicketCommand;
import java.util.List;
import java.util.Optional;

/** The command {@code /priority}, which sets the priority of a ticket. */
final class PriorityCommand {
  private static final String LEVEL = "level";

  private PriorityCommand() {}

  static StaffCommand command() {
    Option level = new Option(LEVEL, new Kind.Choice(Priority.words()), true);
    return new StaffCommand(
        new Names("priority", List.of(), false),
        List.of(level),
        UsableIn.TICKET,
        (occasion, arguments) -> {
          String word = arguments.text(LEVEL);
          Optional<Priority> priority = Priority.of(word);
          if (priority.isEmpty()) {
            return new CommandStep.Refuse(Wording.notAChoice(LEVEL, Priority.words(), word));
          }
          return new CommandStep.Ask(
              new TicketCommand.Handle(
                  occasion.source(),
                  occasion.by(),
                  new HandlingChange.SetPriority(priority.get()),
                  arguments.leavesNothingOf(occasion),
                  occasion.at()),
              CommandStep.taken(_ -> new DeskMessage.PrioritySet(word)));
        });
  }
}
