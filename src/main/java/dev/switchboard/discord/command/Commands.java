package dev.switchboard.discord.command;

import dev.switchboard.discord.command.StaffCommand.Alias;
import dev.switchboard.text.Message;
import dev.switchboard.text.Words;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** The commands of staff. Thread-safe. */
public final class Commands {
  /** A new command is one class and one line here. Help lists them in this order. */
  private static final List<Function<CommandContext, StaffCommand>> LIST =
      List.of(
          ReplyCommand::command,
          _ -> EditCommand.command(),
          _ -> DeleteCommand.command(),
          _ -> CloseCommand.command(),
          _ -> PriorityCommand.command(),
          _ -> IdCommand.command(),
          HelpCommand::command,
          PingCommand::command);

  private final Words words;
  private final String prefix;
  private final List<StaffCommand> all;
  private final Map<String, Named> byTypedName = new HashMap<>();

  /** A command with one of its typed names. */
  public record Named(StaffCommand command, Set<String> flags) {}

  /**
   * @param words in which the desk speaks
   * @param prefix the prefix of typed commands
   * @param latency the latency of the gateway's last heartbeat; zero before the first one
   */
  public Commands(Words words, String prefix, Supplier<Duration> latency) {
    this.words = words;
    this.prefix = prefix;
    CommandContext context = new CommandContext(() -> this, latency);
    this.all = LIST.stream().map(command -> command.apply(context)).toList();
    for (StaffCommand command : all) {
      byTypedName.put(command.name(), new Named(command, Set.of()));
      for (Alias alias : command.names().aliases()) {
        byTypedName.put(alias.name(), new Named(command, alias.flags()));
      }
    }
  }

  List<StaffCommand> all() {
    return all;
  }

  public String prefix() {
    return prefix;
  }

  /** The words in which the desk speaks. */
  public Words words() {
    return words;
  }

  /** The command with this slash command name. */
  public Optional<StaffCommand> named(String name) {
    return all.stream().filter(command -> command.name().equals(name)).findFirst();
  }

  /** The command with this entry in a message's context menu. */
  public Optional<StaffCommand> inMenu(String entry) {
    return all.stream()
        .filter(command -> command.menuEntry().map(words::of).filter(entry::equals).isPresent())
        .findFirst();
  }

  /** The command with this typed name, in upper or lower case. */
  public Optional<Named> typed(String name) {
    return Optional.ofNullable(byTypedName.get(name.toLowerCase(Locale.ROOT)));
  }

  /** The text for a wrong use of the command: the problem, the usage and an example. */
  Message wrong(StaffCommand command, Message problem) {
    return new CommandUsage(prefix).wrong(command, problem);
  }

  /** The typed command that lists all commands. */
  public String helpCommand() {
    return prefix + HelpCommand.NAME;
  }
}
