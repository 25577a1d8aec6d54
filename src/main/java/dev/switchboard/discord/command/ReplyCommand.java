package dev.switchboard.discord.command;

import dev.switchboard.discord.command.StaffCommand.Alias;
import dev.switchboard.discord.command.StaffCommand.Kind;
import dev.switchboard.discord.command.StaffCommand.Names;
import dev.switchboard.discord.command.StaffCommand.Occasion;
import dev.switchboard.discord.command.StaffCommand.Option;
import dev.switchboard.discord.command.StaffCommand.UsableIn;
import dev.switchboard.ticket.model.Content;
import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.model.TicketReply;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The command {@code /reply}, which sends a message to the member. */
final class ReplyCommand {
  private static final String MESSAGE = "message";
  private static final String ATTACHMENT = "attachment";
  private static final String ANONYMOUS = "anonymous";

  /** Discord's limit of a text option, in characters; a longer reply is split. */
  private static final int LONGEST = 6000;

  private ReplyCommand() {}

  static StaffCommand command(CommandContext context) {
    Names names =
        new Names(
            "reply",
            List.of(
                Alias.of("r"),
                new Alias("anonreply", Set.of(ANONYMOUS)),
                new Alias("ar", Set.of(ANONYMOUS))),
            false);
    List<Option> options =
        List.of(
            new Option(MESSAGE, new Kind.Text(LONGEST), false),
            new Option(ATTACHMENT, new Kind.File(), false),
            new Option(ANONYMOUS, new Kind.Flag(Optional.empty()), false));
    return new StaffCommand(
        names,
        options,
        UsableIn.TICKET,
        (occasion, arguments) -> step(context, occasion, arguments));
  }

  private static CommandStep step(CommandContext context, Occasion occasion, Arguments arguments) {
    Content content = arguments.content(MESSAGE);
    if (content.showsNothing()) {
      Commands commands = context.commands().get();
      return new CommandStep.Refuse(
          commands.wrong(
              commands.named("reply").orElseThrow(),
              Wording.refused(TicketReply.Reason.EMPTY_MESSAGE)));
    }
    return new CommandStep.Ask(
        new TicketCommand.Reply(
            occasion.source(),
            occasion.by(),
            content,
            arguments.flag(ANONYMOUS),
            occasion.typed(),
            occasion.at()),
        CommandStep.taken(Wording::replied));
  }
}
