package dev.switchboard.discord.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.discord.command.StaffCommand.Occasion;
import dev.switchboard.text.TestWords;
import dev.switchboard.ticket.model.Attachment;
import dev.switchboard.ticket.model.Content;
import dev.switchboard.ticket.model.HandlingChange;
import dev.switchboard.ticket.model.Priority;
import dev.switchboard.ticket.model.Staff;
import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.model.TicketReply;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandsTest {
  private static final Staff ANNA = new Staff(5, "Anna", "Moderator");
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private final Commands commands =
      new Commands(TestWords.ENGLISH, "!", () -> Duration.ofMillis(42));

  @Test
  void everyNameIsTakenOnce() {
    List<String> names =
        commands.all().stream()
            .flatMap(command ->
                Stream.concat(
                    Stream.of(command.name()),
                    command.names().aliases().stream().map(StaffCommand.Alias::name)))
            .toList();
    assertThat(names).doesNotHaveDuplicates().allMatch(name -> name.matches("[a-z]{1,32}"));
  }

  @Test
  void helpNamesEveryCommandAndFitsAMessage() {
    String help = said("help", Arguments.NONE);
    assertThat(help).hasSizeLessThanOrEqualTo(2000);
    commands.all().forEach(command -> assertThat(help).contains("/" + command.name()));
    assertThat(help).contains("`!anonreply` (anonymous)");
  }

  @Test
  void helpExplainsACommandByAnyOfItsNames() {
    for (String name : List.of("close", "!c", "/close", "CLOSE")) {
      assertThat(said("help", texts(Map.of("command", name))))
          .contains("**/close**")
          .contains("Usage: `!close [-s] [reason]`")
          .contains("Example: `!close -s solved`");
    }
    assertThat(run("help", texts(Map.of("command", "nothing"))))
        .isInstanceOfSatisfying(
            CommandStep.Refuse.class,
            refused -> assertThat(TestWords.english(refused.text())).contains("nothing"));
  }

  @Test
  void everyExampleIsACommand() {
    PrefixParser parser = new PrefixParser(commands);
    commands
        .all()
        .forEach(command ->
            assertThat(parser.parse(Content.of("!" + TestWords.english(command.example()))))
                .isInstanceOfSatisfying(
                    PrefixParser.Parsed.Command.class,
                    parsed -> assertThat(parsed.command()).isSameAs(command)));
  }

  @Test
  void aPriorityChangesHowTheTicketIsHandled() {
    assertThat(run("priority", texts(Map.of("level", "high"))))
        .isInstanceOfSatisfying(
            CommandStep.Ask.class,
            ask ->
                assertThat(ask.act())
                    .isInstanceOfSatisfying(
                        TicketCommand.Handle.class,
                        handle ->
                            assertThat(handle.change())
                                .isEqualTo(new HandlingChange.SetPriority(Priority.HIGH))));
  }

  /** Discord sends only the words that it was told of; a forged interaction may have others. */
  @Test
  void aPriorityThatThereIsNotIsRefused() {
    assertThat(run("priority", texts(Map.of("level", "soon"))))
        .isInstanceOfSatisfying(
            CommandStep.Refuse.class,
            refused ->
                assertThat(TestWords.english(refused.text()))
                    .isEqualTo("The level must be one of low, normal, high, urgent, not “soon”."));
  }

  @Test
  void aReplyOfNothingIsRefusedWithTheWayToDoIt() {
    assertThat(run("reply", Arguments.NONE))
        .isInstanceOfSatisfying(
            CommandStep.Refuse.class,
            refused ->
                assertThat(TestWords.english(refused.text()))
                    .contains("Usage: `!reply [message] [(files)]`"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u200b", "\u2060 \ufeff", "\u3164", "\ufe0f", "\u0301", "\udb40\udc41"})
  void aReplyThatNobodySeesIsRefused(String text) {
    for (Set<String> flags : List.of(Set.<String>of(), Set.of("anonymous"))) {
      assertThat(
              run(
                  "reply",
                  new Arguments(Map.of("message", text), Map.of(), flags, Content.of(text))))
          .isInstanceOfSatisfying(
              CommandStep.Refuse.class,
              refused ->
                  assertThat(TestWords.english(refused.text()))
                      .contains("There is nothing to send"));
    }
  }

  @Test
  void aReplyOfOneEmojiIsSent() {
    Content family = Content.of("👩‍👩‍👧");
    assertThat(
            run(
                "reply",
                new Arguments(Map.of("message", family.text()), Map.of(), Set.of(), family)))
        .isInstanceOf(CommandStep.Ask.class);
  }

  @Test
  void aReplyOfAFileAloneIsSent() {
    Content file =
        new Content("", List.of(new Attachment(1, "a", 1, "http://127.0.0.1/", "")), List.of(), 0);
    CommandStep commandStep =
        run("reply", new Arguments(Map.of(), Map.of(), Set.of("anonymous"), file));
    assertThat(commandStep)
        .isInstanceOfSatisfying(
            CommandStep.Ask.class,
            ask ->
                assertThat(ask.act())
                    .isEqualTo(new TicketCommand.Reply(9, ANNA, file, true, true, NOW)));
  }

  @Test
  void pingTellsTheLatency() {
    assertThat(said("ping", Arguments.NONE)).contains("42 ms");
  }

  @ParameterizedTest
  @EnumSource(TicketReply.Reason.class)
  void everyRefusalIsASentence(TicketReply.Reason reason) {
    CommandStep.Ask close = (CommandStep.Ask) run("close", Arguments.NONE);
    assertThat(close.then().apply(new TicketReply.Refused(reason)))
        .isInstanceOfSatisfying(
            CommandStep.Refuse.class,
            refused -> assertThat(TestWords.english(refused.text())).matches("[A-Z].*[.]"));
  }

  @Test
  void aClosedTicketTakesNothing() {
    CommandStep.Ask close = (CommandStep.Ask) run("close", Arguments.NONE);
    assertThat(close.then().apply(new TicketReply.Closed()))
        .isEqualTo(new CommandStep.Refuse(Wording.TICKET_CLOSED));
    assertThat(close.then().apply(new TicketReply.Taken(0))).isInstanceOf(CommandStep.Done.class);
  }

  private CommandStep run(String name, Arguments arguments) {
    return commands
        .named(name)
        .orElseThrow()
        .handler()
        .run(new Occasion(9, ANNA, true, NOW), arguments);
  }

  private String said(String name, Arguments arguments) {
    return TestWords.english(((CommandStep.Say) run(name, arguments)).text());
  }

  private static Arguments texts(Map<String, String> texts) {
    return new Arguments(texts, Map.of(), Set.of(), Content.of(""));
  }
}
