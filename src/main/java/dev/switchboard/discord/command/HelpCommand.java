package dev.switchboard.discord.command;

import dev.switchboard.discord.command.StaffCommand.Kind;
import dev.switchboard.discord.command.StaffCommand.Names;
import dev.switchboard.discord.command.StaffCommand.Option;
import dev.switchboard.discord.command.StaffCommand.UsableIn;
import dev.switchboard.discord.command.StaffCommand.Usage;
import dev.switchboard.text.Unseen;
import java.util.List;
import java.util.stream.Collectors;

/** The command {@code /help}, which lists the commands, or explains one of them. */
final class HelpCommand {
  static final String NAME = "help";

  private static final String COMMAND = "command";

  private HelpCommand() {}

  static StaffCommand command(CommandContext context) {
    return new StaffCommand(
        new Names(NAME, List.of(), ""),
        new Usage(
            "List the commands, or explain one",
            List.of(new Option(COMMAND, new Kind.Text(100), "The command to explain", false)),
            "help close"),
        UsableIn.ANYWHERE,
        (_, arguments) -> explain(context.commands().get(), arguments.text(COMMAND)));
  }

  private static CommandStep explain(Commands commands, String asked) {
    CommandUsage usage = new CommandUsage(commands.prefix());
    if (Unseen.is(asked)) {
      return new CommandStep.Say(
          commands.all().stream()
              .map(usage::line)
              .collect(Collectors.joining("\n", "**Commands**\n", "")));
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
