package dev.switchboard.discord.command;

import dev.switchboard.discord.command.StaffCommand.Alias;
import dev.switchboard.discord.command.StaffCommand.Kind;
import dev.switchboard.discord.command.StaffCommand.Names;
import dev.switchboard.discord.command.StaffCommand.Option;
import dev.switchboard.discord.command.StaffCommand.UsableIn;
import dev.switchboard.ticket.model.TicketCommand;
import java.util.List;

/** The command {@code /edit}, which changes a reply. It also opens from a message's menu. */
public final class EditCommand {
  public static final String NAME = "edit";

  /** The option with the new text, which is also the field of the form. */
  public static final String TEXT = "text";

  /** Discord's limit of a form's field, in characters; the ticket checks whether the text fits. */
  static final int LONGEST = 4000;

  private EditCommand() {}

  static StaffCommand command() {
    List<Option> options =
        List.of(
            new Option(Arguments.NUMBER, new Kind.ReplyNumber(), true),
            new Option(TEXT, new Kind.Text(LONGEST), true));
    return new StaffCommand(
        new Names(NAME, List.of(Alias.of("e")), true),
        options,
        UsableIn.TICKET,
        (occasion, arguments) -> {
          int number = arguments.number(Arguments.NUMBER).orElseThrow();
          return new CommandStep.Ask(
              new TicketCommand.EditReply(
                  occasion.source(),
                  occasion.by(),
                  number,
                  arguments.text(TEXT),
                  arguments.leavesNothingOf(occasion),
                  occasion.at()),
              CommandStep.taken(_ -> new DeskMessage.Edited(number)));
        });
  }
}
