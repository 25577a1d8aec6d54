package dev.switchboard.discord.command;

import dev.switchboard.discord.command.StaffCommand.Alias;
import dev.switchboard.discord.command.StaffCommand.Kind;
import dev.switchboard.discord.command.StaffCommand.Option;
import dev.switchboard.text.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Explains commands to staff, in Discord's Markdown. Pure.
 *
 * @param prefix the prefix of typed commands
 */
record CommandUsage(String prefix) {
  /** The command in one line: its names and its description. */
  Message line(StaffCommand command) {
    return new HelpMessage.Line(command.name(), typedNames(command), command.description());
  }

  /** The command with all its names, its options, its usage and an example. */
  Message page(StaffCommand command) {
    List<Message> page = new ArrayList<>();
    page.add(new HelpMessage.First(command.name(), command.description()));
    page.add(new HelpMessage.Typed(typedNames(command)));
    command.menuEntry().ifPresent(entry -> page.add(new HelpMessage.InMenu(entry)));
    for (Option option : command.options()) {
      page.add(new HelpMessage.Option(option.name(), command.descriptionOf(option)));
    }
    page.add(new HelpMessage.Usage(typedForm(command)));
    page.add(new HelpMessage.Example(example(command)));
    return Message.Joined.lines(page);
  }

  /** The text for a wrong use of the command: the problem, the usage and an example. */
  Message wrong(StaffCommand command, Message problem) {
    return new DeskMessage.Wrong(problem, typedForm(command), example(command));
  }

  /** The typed example, which is the same for all languages but for what a person would write. */
  Message example(StaffCommand command) {
    return joined(List.of(new Message.Verbatim(prefix), command.example()));
  }

  /** The typed names, each with the flags that it sets. */
  String typedNames(StaffCommand command) {
    StringBuilder names = new StringBuilder("`" + prefix + command.name() + "`");
    for (Alias alias : command.names().aliases()) {
      names.append(", `").append(prefix).append(alias.name()).append('`');
      if (!alias.flags().isEmpty()) {
        names.append(" (").append(String.join(", ", alias.flags())).append(')');
      }
    }
    return names.toString();
  }

  /** The typed form, with what is required in {@code <>} and what is not in {@code []}. */
  Message typedForm(StaffCommand command) {
    List<Message> usage = new ArrayList<>();
    usage.add(new Message.Verbatim(prefix + command.name()));
    for (Option option : command.options()) {
      Message shown =
          switch (option.kind()) {
            case Kind.Text _, Kind.ReplyNumber _ -> new Message.Verbatim(option.name());
            case Kind.Choice(List<String> values) -> new Message.Verbatim(String.join("|", values));
            case Kind.File _ -> new HelpMessage.Files();
            case Kind.Flag(Optional<String> letter) ->
                letter
                    .map(known -> new Message.Verbatim("-" + known))
                    .orElse(Message.Verbatim.NOTHING);
          };
      if (!shown.equals(Message.Verbatim.NOTHING)) {
        usage.add(new Message.Verbatim(option.required() ? " <" : " ["));
        usage.add(shown);
        usage.add(new Message.Verbatim(option.required() ? ">" : "]"));
      }
    }
    return joined(usage);
  }

  private static Message joined(List<Message> parts) {
    return new Message.Joined("", parts);
  }
}
