package dev.switchboard.discord.command;

import dev.switchboard.discord.command.StaffCommand.Kind;
import dev.switchboard.discord.command.StaffCommand.Names;
import dev.switchboard.discord.command.StaffCommand.Option;
import dev.switchboard.discord.command.StaffCommand.UsableIn;
import dev.switchboard.text.Message;
import dev.switchboard.text.Unseen;
import java.util.List;
import java.util.stream.Stream;

/** The command {@code /help}, which lists the commands, or explains one of them. */
final class HelpCommand {
  static final String NAME = "help";

  private static final String COMMAND = "command";

  private HelpCommand() {}

  static StaffCommand command(CommandContext context) {
    return new StaffCommand(
        new Names(NAME, List.of(), false),
        List.of(new Option(COMMAND, new Kind.Text(100), false)),
        UsableIn.ANYWHERE,
        (_, arguments) -> explain(context.commands().get(), arguments.text(COMMAND)));
  }

  private static CommandStep explain(Commands commands, String asked) {
    CommandUsage usage = new CommandUsage(commands.prefix());
    if (Unseen.is(asked)) {
      return new CommandStep.Say(
          Message.Joined.lines(
              Stream.concat(
                      Stream.of(new HelpMessage.Heading()),
                      commands.all().stream().map(usage::line))
                  .toList()));
    }
    String prefix = commands.prefix();
    String bare = asked.startsWith(prefix) ? asked.substring(prefix.length()) : asked;
    return commands
        .typed(bare.startsWith("/") ? bare.substring(1) : bare)
        .<CommandStep>map(named -> new CommandStep.Say(usage.page(named.command())))
        .orElseGet(
            () -> new CommandStep.Refuse(Wording.noSuchCommand(asked, commands.helpCommand())));
  }
}
