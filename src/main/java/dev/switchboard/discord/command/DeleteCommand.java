package dev.switchboard.discord.command;

import dev.switchboard.discord.command.StaffCommand.Alias;
import dev.switchboard.discord.command.StaffCommand.Kind;
import dev.switchboard.discord.command.StaffCommand.Names;
import dev.switchboard.discord.command.StaffCommand.Option;
import dev.switchboard.discord.command.StaffCommand.UsableIn;
import dev.switchboard.ticket.model.TicketCommand;
import java.util.List;

/** The command {@code /delete}, which deletes a reply. It is also in a message's menu. */
final class DeleteCommand {
  private DeleteCommand() {}

  static StaffCommand command() {
    Option number = new Option(Arguments.NUMBER, new Kind.ReplyNumber(), true);
    return new StaffCommand(
        new Names("delete", List.of(Alias.of("d")), true),
        List.of(number),
        UsableIn.TICKET,
        (occasion, arguments) -> {
          int reply = arguments.number(Arguments.NUMBER).orElseThrow();
          return new CommandStep.Ask(
              new TicketCommand.DeleteReply(
                  occasion.source(),
                  occasion.by(),
                  reply,
                  arguments.leavesNothingOf(occasion),
                  occasion.at()),
              CommandStep.taken(_ -> new DeskMessage.Deleted(reply)));
        });
  }
}
