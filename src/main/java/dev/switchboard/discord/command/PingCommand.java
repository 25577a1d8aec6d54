package dev.switchboard.discord.command;

import dev.switchboard.discord.command.StaffCommand.Names;
import dev.switchboard.discord.command.StaffCommand.UsableIn;
import java.util.List;

/** The command {@code /ping}, which shows whether the bot is well connected. */
final class PingCommand {
  private PingCommand() {}

  static StaffCommand command(CommandContext context) {
    return new StaffCommand(
        new Names("ping", List.of(), false),
        List.of(),
        UsableIn.ANYWHERE,
        (_, _) -> new CommandStep.Say(Wording.pong(context.latency().get())));
  }
}
