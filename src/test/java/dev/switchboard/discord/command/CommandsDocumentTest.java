package dev.switchboard.discord.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.discord.command.StaffCommand.Kind;
import dev.switchboard.discord.command.StaffCommand.Option;
import dev.switchboard.text.TestWords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * The page {@code project-docs/commands.md} is made from the commands. {@code mvn test
 * -Dtest=CommandsDocumentTest -Dswitchboard.write=true} writes it anew.
 */
class CommandsDocumentTest {
  private static final Path DOCUMENT = Path.of("project-docs/commands.md");
  private static final String BEGIN = "<!-- made from the commands: begin -->\n";
  private static final String END = "<!-- made from the commands: end -->\n";

  private final Commands commands = new Commands(TestWords.ENGLISH, "!", () -> Duration.ZERO);

  private String written() {
    StringBuilder page = new StringBuilder();
    commands.all().forEach(command -> page.append(section(command)));
    return page.toString();
  }

  private static String section(StaffCommand command) {
    CommandUsage usage = new CommandUsage("!");
    StringBuilder section = new StringBuilder();
    section.append("## /%s\n\n".formatted(command.name()));
    section.append("%s.\n\n".formatted(TestWords.english(command.description())));
    section.append("* Typed: %s\n".formatted(usage.typedNames(command)));
    section.append("* Usage: `%s`\n".formatted(TestWords.english(usage.typedForm(command))));
    section.append("* Example: `%s`\n".formatted(TestWords.english(usage.example(command))));
    command
        .menuEntry()
        .map(TestWords::english)
        .map("* In the menu of a message: *Apps*, *%s*\n"::formatted)
        .ifPresent(section::append);
    section.append(command.needsTicket() ? "* In the channel of a ticket\n" : "* In any channel\n");
    List<Option> options = command.options();
    if (!options.isEmpty()) {
      section.append("\n| option | kind | required | |\n|---|---|---|---|\n");
      options.forEach(option ->
          section.append(
              "| `%s` | %s | %s | %s |\n"
                  .formatted(
                      option.name(),
                      kind(option.kind()),
                      option.required() ? "yes" : "no",
                      TestWords.english(command.descriptionOf(option)))));
    }
    return section.append('\n').toString();
  }

  private static String kind(Kind kind) {
    return switch (kind) {
      case Kind.Text(int longest) -> "text of at most %d characters".formatted(longest);
      case Kind.ReplyNumber _ -> "number of a reply";
      case Kind.Choice(List<String> values) -> "one of " + String.join(", ", values);
      case Kind.Flag(Optional<String> letter) ->
          letter.map(known -> "yes or no; typed `-%s`".formatted(known)).orElse("yes or no");
      case Kind.File _ -> "file";
    };
  }

  @Test
  void theDocumentShowsTheCommandsAsTheyAre() throws IOException {
    String document = Files.readString(DOCUMENT);
    int begin = document.indexOf(BEGIN) + BEGIN.length();
    int end = document.indexOf(END);
    if (Boolean.getBoolean("switchboard.write")) {
      Files.writeString(
          DOCUMENT, document.substring(0, begin) + "\n" + written() + document.substring(end));
      return;
    }
    assertThat(document.substring(begin, end))
        .as("write it anew: -Dswitchboard.write=true")
        .isEqualTo("\n" + written());
  }
}
