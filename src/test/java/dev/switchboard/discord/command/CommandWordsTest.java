package dev.switchboard.discord.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.switchboard.text.Catalogue;
import dev.switchboard.text.Message;
import dev.switchboard.text.TestWords;
import dev.switchboard.text.Words;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CommandWordsTest {
  private final Commands commands = new Commands(TestWords.ENGLISH, "!", () -> Duration.ZERO);

  @Test
  void eachCommandHasItsWordsAndNoOthersAreThere() {
    assertThat(TestWords.keys().stream().filter(key -> key.startsWith("command.")))
        .containsExactlyInAnyOrderElementsOf(
            commands.all().stream().flatMap(StaffCommand::texts).map(Message::key).toList());
  }

  @Test
  void inEnglishTheNamesAreThoseThatAreTyped() {
    for (StaffCommand command : commands.all()) {
      assertThat(TestWords.english(command.shownName())).isEqualTo(command.name());
      command
          .options()
          .forEach(option ->
              assertThat(TestWords.english(command.shownNameOf(option))).isEqualTo(option.name()));
    }
  }

  static Stream<Words> discordTakesThemInEachLanguage() {
    return Catalogue.shipped().languages().stream().map(Catalogue.shipped()::nearest);
  }

  /** "Application Command Naming" in Discord's documentation. */
  @ParameterizedTest
  @MethodSource
  void discordTakesThemInEachLanguage(Words words) {
    for (StaffCommand command : commands.all()) {
      assertThat(words.of(command.shownName())).matches("[-_'\\p{L}\\p{N}]{1,32}");
      assertThat(words.of(command.description())).hasSizeBetween(1, 100);
      command.menuEntry().map(words::of).ifPresent(menu -> assertThat(menu).hasSizeBetween(1, 32));
      List<String> names =
          command.options().stream().map(command::shownNameOf).map(words::of).toList();
      assertThat(names)
          .doesNotHaveDuplicates()
          .allMatch(name -> name.matches("[-_'\\p{L}\\p{N}]{1,32}"));
      assertThat(command.options().stream().map(command::descriptionOf).map(words::of))
          .allSatisfy(text -> assertThat(text).hasSizeBetween(1, 100));
    }
  }

  /** Limits of buttons and modals in Discord's documentation. */
  @ParameterizedTest
  @MethodSource("discordTakesThemInEachLanguage")
  void buttonsAndFormsFitInEachLanguage(Words words) {
    assertThat(words.of(new DeskMessage.LateButton())).hasSizeBetween(1, 80);
    assertThat(words.of(new DeskMessage.EditTitle())).hasSizeBetween(1, 45);
    assertThat(words.of(new DeskMessage.EditLabel())).hasSizeBetween(1, 45);
  }

  @Test
  void translationsAreSentForLanguagesWithWordsAlone() {
    ArrayNode one = SlashCommands.of(commands, List.of(), 0);
    assertThat(one.findValues("name_localizations")).isEmpty();
    assertThat(one.findValues("description_localizations")).isEmpty();

    ArrayNode two = SlashCommands.of(commands, List.of(TestWords.GERMAN), 0);
    JsonNode reply = two.path(0);
    assertThat(reply.path("name").asText()).isEqualTo("reply");
    assertThat(reply.path("name_localizations"))
        .hasToString("{\"en-US\":\"reply\",\"en-GB\":\"reply\",\"de\":\"réply\"}");
    assertThat(reply.path("description_localizations").path("de").asText())
        .isEqualTo("Sénd á mésságé tó thé mémbér");
    assertThat(reply.path("options").path(0).path("name_localizations").path("de").asText())
        .isEqualTo("mésságé");
    assertThat(two.findValuesAsText("name")).contains("Edit reply");
    assertThat(two.toString()).contains("\"de\":\"Edít réply\"");
    assertThat(two).hasSameSizeAs(one);
  }

  /** A command says nothing that does not come from the catalogue. */
  @Test
  void inAnotherLanguageNothingIsSaidInEnglish() {
    Commands strange = new Commands(TestWords.PSEUDO, "!", () -> Duration.ofMillis(42));
    CommandUsage usage = new CommandUsage("!");
    for (StaffCommand command : strange.all()) {
      String page = TestWords.PSEUDO.of(usage.page(command));
      assertThat(page.lines()).allSatisfy(line -> assertThat(line).startsWith("⟦").endsWith("⟧"));
      assertThat(SlashCommands.of(strange, List.of(), 0).findValuesAsText("description"))
          .allSatisfy(text -> assertThat(text).doesNotContainPattern("[aeiou]"));
    }
  }
}
