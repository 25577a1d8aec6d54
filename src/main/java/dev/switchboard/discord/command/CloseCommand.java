package dev.switchboard.discord.command;

import dev.switchboard.discord.command.StaffCommand.Alias;
import dev.switchboard.discord.command.StaffCommand.Kind;
import dev.switchboard.discord.command.StaffCommand.Names;
import dev.switchboard.discord.command.StaffCommand.Option;
import dev.switchboard.discord.command.StaffCommand.UsableIn;
import dev.switchboard.ticket.model.TicketCommand;
import java.util.List;
import java.util.Optional;

/** The command {@code /close}, which closes the ticket. */
final class CloseCommand {
  private static final String REASON = "reason";
  private static final String SILENT = "silent";

  /** Discord's limit of a reason in its audit log, in characters. */
  private static final int LONGEST_REASON = 512;

  private CloseCommand() {}

  static StaffCommand command() {
    List<Option> options =
        List.of(
            new Option(SILENT, new Kind.Flag(Optional.of("s")), false),
            new Option(REASON, new Kind.Text(LONGEST_REASON), false));
    return new StaffCommand(
        new Names("close", List.of(Alias.of("c")), false),
        options,
        UsableIn.TICKET,
        (occasion, arguments) -> {
          boolean silent = arguments.flag(SILENT);
          return new CommandStep.Ask(
              new TicketCommand.Close(
                  occasion.source(),
                  occasion.by(),
                  arguments.text(REASON),
                  silent,
                  arguments.leavesNothingOf(occasion),
                  occasion.at()),
              CommandStep.taken(_ -> Wording.closing(silent)));
        });
  }
}
