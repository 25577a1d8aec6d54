package dev.switchboard.discord.command;

import dev.switchboard.discord.command.StaffCommand.Alias;
import dev.switchboard.discord.command.StaffCommand.Kind;
import dev.switchboard.discord.command.StaffCommand.Option;
import java.util.List;
import java.util.Optional;

/**
 * Explains commands to staff, in Discord's Markdown. Pure.
 *
 * @param prefix the prefix of typed commands
 */
record CommandUsage(String prefix) {
  /** The command in one line: its names and its description. */
  String line(StaffCommand command) {
    return "`/%s`, %s: %s"
        .formatted(command.name(), typedNames(command), command.usage().description());
  }

  /** The command with all its names, its options, its usage and an example. */
  String page(StaffCommand command) {
    StringBuilder page = new StringBuilder();
    page.append("**/%s**: %s\n".formatted(command.name(), command.usage().description()));
    page.append("Typed: %s\n".formatted(typedNames(command)));
    if (!command.names().menu().isEmpty()) {
      page.append("In a message's menu: Apps, %s\n".formatted(command.names().menu()));
    }
    for (Option option : command.usage().options()) {
      page.append("• `%s`: %s\n".formatted(option.name(), option.description()));
    }
    page.append("Usage: `%s`\n".formatted(typedForm(command)));
    page.append("Example: `%s%s`".formatted(prefix, command.usage().example()));
    return page.toString();
  }

  /** The text for a wrong use of the command: the problem, the usage and an example. */
  String wrong(StaffCommand command, String problem) {
    return Wording.wrong(problem, typedForm(command), prefix + command.usage().example());
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
  String typedForm(StaffCommand command) {
    StringBuilder usage = new StringBuilder(prefix).append(command.name());
    for (Option option : command.usage().options()) {
      String shown =
          switch (option.kind()) {
            case Kind.Text _, Kind.ReplyNumber _ -> option.name();
            case Kind.Choice(List<String> values) -> String.join("|", values);
            case Kind.File _ -> "(files)";
            case Kind.Flag(Optional<String> letter) -> letter.map(known -> "-" + known).orElse("");
          };
      if (!shown.isEmpty()) {
        usage.append(option.required() ? " <" + shown + ">" : " [" + shown + "]");
      }
    }
    return usage.toString();
  }
}
