package dev.switchboard.discord.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.discord.command.PrefixParser.Parsed;
import dev.switchboard.text.TestWords;
import dev.switchboard.ticket.model.Attachment;
import dev.switchboard.ticket.model.Content;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrefixParserTest {
  private final PrefixParser parser = parser("!");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hello",
        "!",
        "!!",
        "! reply hi",
        "!?",
        "!!!",
        "say !reply",
        " !reply hi",
        "!1"
      })
  void whatDoesNotStartWithThePrefixAndAWordIsOrdinary(String text) {
    assertThat(parser.parse(Content.of(text))).isInstanceOf(Parsed.Ordinary.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "!reply hi there| reply| hi there",
        "!r hi there| reply| hi there",
        "!REPLY Hi There| reply| Hi There",
        "!anonreply hi| reply| hi",
        "!re\u200bply\u2060 hi| reply| hi",
        "!Ar hi| reply| hi",
        "!reply -s is text| reply| -s is text",
        "!reply !close| reply| !close",
      })
  void aReplyIsEverythingBehindItsName(String text, String command, String message) {
    Parsed.Command parsed = command(text);
    assertThat(parsed.command().name()).isEqualTo(command);
    assertThat(parsed.arguments().text("message")).isEqualTo(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "!reply\nhi",
        "!reply\thi",
        "!reply  \n hi",
        "!reply\u00a0hi",
        "!reply\u3000hi",
        "!reply\r\nhi"
      })
  void anyWhiteSpaceSeparates(String text) {
    assertThat(command(text).arguments().text("message")).isEqualTo("hi");
  }

  @Test
  void whiteSpaceInsideATextIsKept() {
    assertThat(command("!reply a\n\n  b ").arguments().text("message")).isEqualTo("a\n\n  b");
  }

  @Test
  void aNameIsReadWhole() {
    assertThat(parser.parse(Content.of("!replyhi"))).isEqualTo(new Parsed.Unknown("!replyhi"));
    assertThat(command("!reply").arguments().text("message")).isEmpty();
    assertThat(command("!anonreply x").arguments().flag("anonymous")).isTrue();
    assertThat(command("!ar x").arguments().flag("anonymous")).isTrue();
    assertThat(command("!r x").arguments().flag("anonymous")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"§", "switchboard:", "🔔", "!!", "-"})
  void aPrefixMayBeOfAnyLength(String prefix) {
    PrefixParser other = parser(prefix);
    assertThat(other.parse(Content.of(prefix + "ping")))
        .isInstanceOfSatisfying(
            Parsed.Command.class, parsed -> assertThat(parsed.command().name()).isEqualTo("ping"));
    assertThat(other.parse(Content.of(prefix + "reply hi")))
        .isInstanceOfSatisfying(
            Parsed.Command.class,
            parsed -> assertThat(parsed.arguments().text("message")).isEqualTo("hi"));
    assertThat(other.parse(Content.of(prefix))).isInstanceOf(Parsed.Ordinary.class);
  }

  @Test
  void aReplyOfFilesOnlyKeepsThem() {
    Attachment file = new Attachment(1, "a.png", 10, "http://127.0.0.1/a.png", "image/png");
    Parsed parsed = parser.parse(new Content("!reply", List.of(file), List.of("a sticker"), 7));
    assertThat(parsed)
        .isInstanceOfSatisfying(
            Parsed.Command.class,
            command ->
                assertThat(command.arguments().content("message"))
                    .isEqualTo(new Content("", List.of(file), List.of("a sticker"), 7)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"!edit 3 new text| 3| new text", "!e #12 x| 12| x", "!EDIT 4 y z| 4| y z"})
  void anEditHasANumberAndAText(String text, int number, String message) {
    Parsed.Command parsed = command(text);
    assertThat(parsed.command().name()).isEqualTo("edit");
    assertThat(parsed.arguments().number("number")).isEqualTo(OptionalInt.of(number));
    assertThat(parsed.arguments().text("text")).isEqualTo(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "!edit",
        "!edit x",
        "!edit 0 x",
        "!edit -1 x",
        "!edit 3",
        "!edit 99999999999 x",
        "!delete",
        "!delete x",
        "!delete 1x",
        "!delete ٣",
        "!priority",
        "!priority soon",
        "!priority high-ish"
      })
  void whatIsMissingOrNoNumberIsExplained(String text) {
    assertThat(parser.parse(Content.of(text)))
        .isInstanceOfSatisfying(
            Parsed.Wrong.class,
            wrong -> assertThat(TestWords.english(wrong.text())).contains("Usage: `!"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"!priority high", "!Priority HIGH", "!priority\u00a0High \u200b "})
  void aChoiceIsAWordInAnyCase(String text) {
    assertThat(command(text).arguments().text("level")).isEqualTo("high");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "!close| false| ''",
        "!close solved by phone| false| solved by phone",
        "!close -s| true| ''",
        "!close -S solved| true| solved",
        "!close --silent solved| true| solved",
        "!close -s -s x| true| x",
        "!close not -s| false| not -s",
        "!close -silent| false| -silent",
      })
  void aCloseMayBeSilentAndHaveAReason(String text, boolean silent, String reason) {
    Parsed.Command parsed = command(text);
    assertThat(parsed.arguments().flag("silent")).isEqualTo(silent);
    assertThat(parsed.arguments().text("reason")).isEqualTo(reason);
  }

  @ParameterizedTest
  @MethodSource
  void wordsBehindACommandArePartOfItOrItIsRefused(StaffCommand command) {
    String typed = "!" + TestWords.english(command.example()) + " some words";
    List<String> texts =
        command.options().stream()
            .filter(option -> option.kind() instanceof StaffCommand.Kind.Text)
            .map(StaffCommand.Option::name)
            .toList();
    if (texts.isEmpty()) {
      assertThat(parser.parse(Content.of(typed)))
          .isInstanceOfSatisfying(
              Parsed.Wrong.class,
              wrong ->
                  assertThat(TestWords.english(wrong.text()))
                      .contains("“some words”", "Nothing was done", "Usage: `!" + command.name()));
    } else {
      assertThat(command(typed).arguments().text(texts.getLast())).endsWith("some words");
    }
  }

  static List<StaffCommand> wordsBehindACommandArePartOfItOrItIsRefused() {
    return new Commands(TestWords.ENGLISH, "!", () -> Duration.ZERO).all();
  }

  @Test
  void ofManyWordsBehindACommandTheFirstAreNamed() {
    assertThat(parser.parse(Content.of("!delete 3 `@everyone` " + "x".repeat(1900))))
        .isInstanceOfSatisfying(
            Parsed.Wrong.class,
            wrong -> assertThat(TestWords.english(wrong.text())).hasSizeLessThan(200));
  }

  private Parsed.Command command(String text) {
    Parsed parsed = parser.parse(Content.of(text));
    assertThat(parsed).as(text).isInstanceOf(Parsed.Command.class);
    return (Parsed.Command) parsed;
  }

  private static PrefixParser parser(String prefix) {
    return new PrefixParser(new Commands(TestWords.ENGLISH, prefix, () -> Duration.ZERO));
  }
}
