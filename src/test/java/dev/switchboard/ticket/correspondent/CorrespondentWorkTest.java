package dev.switchboard.ticket.correspondent;

import static dev.switchboard.ticket.correspondent.WorkPlay.NOW;
import static dev.switchboard.ticket.correspondent.WorkPlay.acknowledge;
import static dev.switchboard.ticket.correspondent.WorkPlay.deleted;
import static dev.switchboard.ticket.correspondent.WorkPlay.edited;
import static dev.switchboard.ticket.correspondent.WorkPlay.having;
import static dev.switchboard.ticket.correspondent.WorkPlay.messages;
import static dev.switchboard.ticket.correspondent.WorkPlay.noticed;
import static dev.switchboard.ticket.correspondent.WorkPlay.open;
import static dev.switchboard.ticket.correspondent.WorkPlay.reacted;
import static dev.switchboard.ticket.correspondent.WorkPlay.wrote;
import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.ticket.Inbox;
import dev.switchboard.ticket.correspondent.Progress.Acceptance;
import dev.switchboard.ticket.correspondent.Progress.Answer;
import dev.switchboard.ticket.model.Arrival;
import dev.switchboard.ticket.model.Content;
import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.model.TicketSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class CorrespondentWorkTest {
  private static final Question.Pause RETRY = pause(Duration.ofSeconds(2));
  private static final Question.ReadRows READ = new Question.ReadRows();

  /**
   * A question of each kind, and how the work comes to ask it.
   *
   * @param play up to the question, with the tickets that the journal has then
   * @param again what is asked after it failed
   * @param restarted what is asked first after a restart
   */
  record Asked(
      String name,
      Supplier<WorkPlay> play,
      List<Long> tickets,
      Question question,
      Question again,
      Question restarted) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Asked> questions() {
    Arrival.Edited edit = edited(71, "a", Optional.of(Content.of("new")));
    Question.HandOver editing =
        new Question.HandOver(
            List.of(edit), 7, new TicketCommand.TakeEdit(71, Content.of("new"), edit.at()));
    Question.AcknowledgeAll acknowledging =
        new Question.AcknowledgeAll(List.of(wrote(71).id(), wrote(72).id()), Optional.empty());
    return Stream.of(
        new Asked(
            "read the inbox",
            () -> new WorkPlay().recovered(List.of()),
            List.of(),
            READ,
            READ,
            READ),
        new Asked(
            "fill the gap",
            () -> withGap(List.of(7L)),
            List.of(7L),
            new Question.FillGap(),
            new Question.FillGap(),
            READ),
        new Asked(
            "hand over several messages",
            () -> having(List.of(7L), wrote(71), wrote(72), wrote(73)),
            List.of(7L),
            messages(7, wrote(71), wrote(72), wrote(73)),
            messages(7, wrote(71)),
            READ),
        new Asked(
            "hand over an edit",
            () -> having(List.of(7L), edit),
            List.of(7L),
            editing,
            editing,
            READ),
        new Asked(
            "ask a full ticket for room",
            () -> having(List.of(7L), wrote(71)).handedOver(Acceptance.FULL).pauseOver(),
            List.of(7L),
            new Question.AskRoom(7),
            messages(7, wrote(71)),
            READ),
        new Asked(
            "ask a closed ticket what it has taken",
            () ->
                having(List.of(7L), wrote(71), wrote(72))
                    .handedOver(Acceptance.CLOSED)
                    .handedOver(Acceptance.CLOSED),
            List.of(7L),
            new Question.AskTaken(wrote(71), 7, List.of(wrote(72))),
            messages(7, wrote(71)),
            READ),
        new Asked(
            "acknowledge what the closed ticket has taken",
            () ->
                having(List.of(7L), edit, wrote(72))
                    .handedOver(Acceptance.TAKEN)
                    .handedOver(Acceptance.CLOSED),
            List.of(7L),
            new Question.AcknowledgeAll(List.of(edit.id()), Optional.of(wrote(72))),
            messages(7, wrote(72)),
            READ),
        new Asked(
            "acknowledge before the next rows are read",
            CorrespondentWorkTest::drained,
            List.of(7L),
            acknowledging,
            acknowledging,
            acknowledging),
        new Asked(
            "ask for admission",
            () -> having(List.of(), wrote(71)),
            List.of(),
            new Question.AskAdmission(wrote(71)),
            new Question.AskAdmission(wrote(71)),
            READ),
        new Asked(
            "take a number",
            () -> having(List.of(), wrote(71)).admitted(),
            List.of(),
            new Question.TakeNumber(wrote(71)),
            new Question.AskAdmission(wrote(71)),
            READ),
        new Asked(
            "open a ticket",
            () ->
                having(List.of(7L), wrote(71)).handedOver(Acceptance.CLOSED).admitted().numbered(8),
            List.of(7L, 8L),
            open(8, wrote(71), 7L),
            messages(8, wrote(71)),
            READ));
  }

  private static WorkPlay withGap(List<Long> tickets) {
    return new WorkPlay().recovered(tickets).read(new Inbox.Waiting(List.of(wrote(71)), true));
  }

  /** All that was read is taken, and more may be in the inbox. */
  private static WorkPlay drained() {
    return new WorkPlay()
        .recovered(List.of(7L))
        .read(new Inbox.Waiting(List.of(wrote(71), wrote(72)), false, true))
        .handedOver(Acceptance.TAKEN);
  }

  private static Question.Pause pause(Duration length) {
    return new Question.Pause(length, OptionalLong.empty());
  }

  // ---- each question

  @ParameterizedTest
  @MethodSource("questions")
  void whatFailsIsReportedAndAskedAgainAfterTwoSeconds(Asked asked) {
    WorkPlay play = asked.play().get();
    assertThat(play.question()).isEqualTo(asked.question());
    long number = play.number();

    play.failed("out of reach");

    assertThat(play.events()).isEmpty();
    assertThat(play.steps())
        .containsExactly(
            new WorkStep.ReportFailure(asked.question(), "out of reach"),
            new WorkStep.Ask(number + 1, RETRY));
    assertThat(play.pauseOver().question()).isEqualTo(asked.again());
  }

  @ParameterizedTest
  @MethodSource("questions")
  void untilTheAnswerComesNothingElseIsAsked(Asked asked) {
    WorkPlay play = asked.play().get();

    assertThat(play.woken().steps()).isEmpty();
    assertThat(play.arrived(wrote(90)).steps()).isEmpty();
    assertThat(play.arrived(wrote(3)).steps()).isEmpty();
    assertThat(play.on(new Progress.Arrived(wrote(91), true)).steps()).isEmpty();
    assertThat(play.acknowledged(wrote(70)).steps()).isEmpty();
    assertThat(play.question()).isEqualTo(asked.question());
  }

  @ParameterizedTest
  @MethodSource("questions")
  void anAnswerCountsOnce(Asked asked) {
    WorkPlay play = asked.play().get();
    long number = play.number();
    Answer.Failed failed = new Answer.Failed(play.question(), "out of reach");
    play.answer(failed);

    play.on(new Progress.Answered(number, failed));

    assertThat(play.steps()).isEmpty();
    assertThat(play.question()).isEqualTo(RETRY);
  }

  @ParameterizedTest
  @MethodSource("questions")
  void afterARestartTheInboxIsReadFirstAndEarlierAnswersAreVoid(Asked asked) {
    WorkPlay play = asked.play().get();
    long number = play.number();
    Answer.Failed late = new Answer.Failed(play.question(), "out of reach");

    play.recovered(asked.tickets());

    assertThat(play.steps()).containsExactly(new WorkStep.Ask(number + 1, asked.restarted()));
    play.on(new Progress.Answered(number, late));
    assertThat(play.steps()).isEmpty();
    assertThat(play.question()).isEqualTo(asked.restarted());
  }

  // ---- reading the inbox

  @Test
  void whereNothingWaitsNothingIsAsked() {
    WorkPlay play = having(List.of(7L));

    assertThat(play.steps()).isEmpty();
    assertThat(play.arrived(wrote(71)).question()).isEqualTo(messages(7, wrote(71)));
  }

  @Test
  void aReasonToReadThatComesWhileTheInboxIsReadLetsItBeReadAgainFirst() {
    WorkPlay play = new WorkPlay().recovered(List.of(7L)).woken().read(wrote(72));

    assertThat(play.question()).isEqualTo(READ);
    assertThat(play.read(wrote(71), wrote(72)).question())
        .isEqualTo(messages(7, wrote(71), wrote(72)));
  }

  @Test
  void aRowThatWasTakenBeforeIsOnlyAcknowledged() {
    WorkPlay play = having(List.of(7L), wrote(71)).handedOver(Acceptance.TAKEN).woken();

    play.read(wrote(71), wrote(72));

    assertThat(play.steps()).startsWith(acknowledge(wrote(71)));
    assertThat(play.question()).isEqualTo(messages(7, wrote(72)));
  }

  @Test
  void theNextRowsAreReadWhenThoseBeforeAreAcknowledged() {
    assertThat(drained().allAcknowledged().question()).isEqualTo(READ);
    assertThat(drained().acknowledged(wrote(71), wrote(72)).failed("late").pauseOver().question())
        .isEqualTo(READ);
  }

  @Test
  void rowsOfWhichNoneCanBeTakenYetAreReadAgainAfterTwoSeconds() {
    WorkPlay play = drained().allAcknowledged();

    play.read(new Inbox.Waiting(List.of(wrote(71), wrote(72)), false, true));

    assertThat(play.question()).isEqualTo(RETRY);
    play.pauseOver().allAcknowledged();
    assertThat(play.question()).isEqualTo(READ);
  }

  // ---- a gap

  @Test
  void aGapIsFilledAndTheInboxReadAgainBeforeAnythingIsTaken() {
    WorkPlay play = withGap(List.of(7L)).filled(new Inbox.Filled.Complete(1));

    assertThat(play.question()).isEqualTo(READ);
    assertThat(play.read(wrote(70), wrote(71)).question())
        .isEqualTo(messages(7, wrote(70), wrote(71)));
  }

  @Test
  void aGapThatAnArrivalTellsOfIsFilledFirst() {
    WorkPlay play = having(List.of(7L));

    play.on(new Progress.Arrived(wrote(71), true));

    assertThat(play.question()).isEqualTo(new Question.FillGap());
  }

  @Test
  void theTicketIsToldOfAGapThatCannotBeRead() {
    WorkPlay play = withGap(List.of(6L, 7L)).filled(new Inbox.Filled.Unreadable("no access"));

    assertThat(play.steps())
        .containsExactly(
            new WorkStep.TellGap(7, new TicketCommand.TakeGap("no access", NOW)),
            new WorkStep.Ask(play.number(), READ));
    assertThat(withGap(List.of()).filled(new Inbox.Filled.Unreadable("no access")).steps())
        .hasSize(1);
  }

  // ---- to the latest ticket

  @Test
  void twentyMessagesAtMostAreHandedOverTogetherAndAcknowledgedTogether() {
    Arrival.Wrote[] all =
        IntStream.range(71, 96).mapToObj(WorkPlay::wrote).toArray(Arrival.Wrote[]::new);
    Arrival.Wrote[] first = Stream.of(all).limit(20).toArray(Arrival.Wrote[]::new);
    WorkPlay play = having(List.of(7L), all);
    assertThat(play.question()).isEqualTo(messages(7, first));

    play.handedOver(Acceptance.TAKEN);

    assertThat(play.steps())
        .containsExactly(
            acknowledge(first),
            new WorkStep.Ask(
                play.number(), messages(7, Stream.of(all).skip(20).toArray(Arrival.Wrote[]::new))));
    assertThat(play.handedOver(Acceptance.TAKEN).steps()).hasSize(1);
  }

  @Test
  void messagesThatFailedTogetherAreHandedOverSinglyUntilOneIsTaken() {
    WorkPlay play =
        having(List.of(7L), wrote(71), wrote(72), wrote(73)).failed("too large").pauseOver();
    assertThat(play.question()).isEqualTo(messages(7, wrote(71)));

    play.handedOver(Acceptance.TAKEN);

    assertThat(play.question()).isEqualTo(messages(7, wrote(72), wrote(73)));
  }

  @Test
  void theLastEditOfAMessageWithATextStandsForAllOfThem() {
    Arrival.Edited first = edited(71, "a", Optional.of(Content.of("one")));
    Arrival.Edited second = edited(71, "b", Optional.of(Content.of("two")));
    Arrival.Edited untold = edited(71, "c", Optional.empty());
    WorkPlay play = having(List.of(7L), first, second, untold);
    assertThat(play.question())
        .isEqualTo(
            new Question.HandOver(
                List.of(first, second, untold),
                7,
                new TicketCommand.TakeEdit(71, Content.of("two"), second.at())));

    assertThat(play.handedOver(Acceptance.TAKEN).steps())
        .containsExactly(acknowledge(first, second, untold));
  }

  @Test
  void aDeletionANoticeAndAReactionAreHandedOverSinglyInTheirOrder() {
    WorkPlay play = having(List.of(7L), reacted(71, 5), deleted(71), noticed(72));

    assertThat(play.question())
        .isEqualTo(
            new Question.HandOver(
                List.of(reacted(71, 5)), 7, new TicketCommand.TakeReaction(71, "👍", true, NOW)));
    play.handedOver(Acceptance.TAKEN);
    assertThat(play.question())
        .isEqualTo(
            new Question.HandOver(
                List.of(deleted(71)), 7, new TicketCommand.TakeDelete(71, deleted(71).at())));
    play.handedOver(Acceptance.TAKEN);
    assertThat(play.question())
        .isEqualTo(
            new Question.HandOver(
                List.of(noticed(72)),
                7,
                new TicketCommand.TakeNotice(72, "pinned a message", noticed(72).at())));
  }

  @ParameterizedTest
  @EnumSource(names = {"TAKEN", "CLOSED", "ABSENT"})
  void anEditIsAcknowledgedWhateverTheTicketMakesOfIt(Acceptance acceptance) {
    Arrival.Edited edit = edited(71, "a", Optional.of(Content.of("one")));
    WorkPlay play = having(List.of(7L), edit, wrote(72)).handedOver(acceptance);

    assertThat(play.steps()).startsWith(acknowledge(edit));
    assertThat(play.question()).isEqualTo(messages(7, wrote(72)));
  }

  @Test
  void whatConcernsNoTicketIsAcknowledgedWithoutAQuestion() {
    Arrival.Edited edit = edited(71, "a", Optional.of(Content.of("one")));
    WorkPlay play = having(List.of(), edit, reacted(71, 5), deleted(71), noticed(72), wrote(73));

    assertThat(play.steps())
        .containsExactly(
            acknowledge(edit),
            acknowledge(reacted(71, 5)),
            acknowledge(deleted(71)),
            acknowledge(noticed(72)),
            new WorkStep.Ask(play.number(), new Question.AskAdmission(wrote(73))));
  }

  @Test
  void anEditOfWhichNoTextIsToldIsAcknowledgedWithoutAQuestion() {
    Arrival.Edited untold = edited(71, "a", Optional.empty());

    assertThat(having(List.of(7L), untold).steps()).containsExactly(acknowledge(untold));
  }

  @Test
  void reactionsAndTypingAreNotRelayedWhereTheSettingsSaySo() {
    WorkPlay play = new WorkPlay(new TicketSettings.Relay(1 << 20, 0, false, false));
    play.recovered(List.of(7L)).read(reacted(71, 5));

    assertThat(play.steps()).containsExactly(acknowledge(reacted(71, 5)));
    assertThat(play.on(new Progress.Typed()).steps()).isEmpty();
  }

  @Test
  void typingIsShownInTheLatestTicketWhateverIsUnderWay() {
    WorkPlay play = having(List.of(6L, 7L), wrote(71));

    assertThat(play.on(new Progress.Typed()).steps()).containsExactly(new WorkStep.ShowTyping(7));
    assertThat(new WorkPlay().recovered(List.of()).on(new Progress.Typed()).steps()).isEmpty();
  }

  // ---- a full ticket

  @Test
  void aFullTicketIsAskedForRoomEachTwoSecondsAndNothingElseHappens() {
    Question.Pause pause = new Question.Pause(Duration.ofSeconds(2), OptionalLong.of(7));
    WorkPlay play = having(List.of(7L), wrote(71), wrote(72)).handedOver(Acceptance.FULL);
    assertThat(play.steps())
        .containsExactly(new WorkStep.ReportFull(7), new WorkStep.Ask(play.number(), pause));

    for (int i = 0; i < 3; i++) {
      assertThat(play.woken().steps()).isEmpty();
      assertThat(play.pauseOver().question()).isEqualTo(new Question.AskRoom(7));
      assertThat(play.room(false).steps()).containsExactly(new WorkStep.Ask(play.number(), pause));
    }

    play.pauseOver().room(true);
    assertThat(play.question()).as("for it was woken").isEqualTo(READ);
    play.read(wrote(71), wrote(72));
    assertThat(play.question()).isEqualTo(messages(7, wrote(71), wrote(72)));
    assertThat(play.handedOver(Acceptance.TAKEN).steps())
        .containsExactly(acknowledge(wrote(71), wrote(72)), new WorkStep.ReportRoom());
  }

  @Test
  void operatorsAreToldOfAFullTicketOnceUntilAllIsTaken() {
    WorkPlay play = having(List.of(7L), wrote(71), reacted(71, 5)).handedOver(Acceptance.FULL);
    play.pauseOver().room(true).handedOver(Acceptance.TAKEN);

    assertThat(play.handedOver(Acceptance.FULL).steps()).hasSize(1);
    play.pauseOver().room(true);
    assertThat(play.handedOver(Acceptance.TAKEN).steps()).contains(new WorkStep.ReportRoom());
    assertThat(play.arrived(wrote(73)).handedOver(Acceptance.FULL).steps())
        .contains(new WorkStep.ReportFull(7));
  }

  // ---- the next ticket

  @Test
  void theNumberIsAnEventAndTheTicketOpensAfterIt() {
    WorkPlay play = having(List.of(), wrote(71));
    assertThat(play.question()).isEqualTo(new Question.AskAdmission(wrote(71)));
    assertThat(play.admitted().question()).isEqualTo(new Question.TakeNumber(wrote(71)));

    play.numbered(8);

    assertThat(play.events()).containsExactly(new Correspondent.Event.Assigned(8, NOW));
    assertThat(play.steps()).containsExactly(new WorkStep.Ask(play.number(), open(8, wrote(71))));
    assertThat(play.handedOver(Acceptance.TAKEN).steps()).containsExactly(acknowledge(wrote(71)));
  }

  @Test
  void aTicketThatWasNumberedAndNotOpenedIsOpenedUnderThatNumber() {
    WorkPlay play = having(List.of(7L, 8L), wrote(71), wrote(72));
    play.handedOver(Acceptance.ABSENT);
    assertThat(play.question()).isEqualTo(messages(8, wrote(71)));

    play.handedOver(Acceptance.ABSENT);

    assertThat(play.events()).isEmpty();
    assertThat(play.question()).isEqualTo(open(8, wrote(71), 7L));
    assertThat(play.handedOver(Acceptance.TAKEN).question()).isEqualTo(messages(8, wrote(72)));
  }

  @Test
  void aNumberThatCouldNotBeWrittenIsNotUsed() {
    WorkPlay play = having(List.of(7L), wrote(71)).handedOver(Acceptance.CLOSED);
    play.admitted().numbered(8);

    play.recovered(List.of(7L)).read(wrote(71));

    assertThat(play.question()).isEqualTo(messages(7, wrote(71)));
    play.handedOver(Acceptance.CLOSED).admitted().numbered(9);
    assertThat(play.question()).isEqualTo(open(9, wrote(71), 7L));
  }

  @Test
  void ofMessagesForAClosedTicketEachFindsItsPlaceAndWhatItTookIsAcknowledgedFirst() {
    WorkPlay play = having(List.of(7L), wrote(71), wrote(72), wrote(73));
    play.handedOver(Acceptance.CLOSED);
    assertThat(play.question()).isEqualTo(messages(7, wrote(71)));
    play.handedOver(Acceptance.TAKEN);
    assertThat(play.question()).isEqualTo(messages(7, wrote(72), wrote(73)));
    play.handedOver(Acceptance.CLOSED);
    assertThat(play.question()).isEqualTo(messages(7, wrote(72)));

    play.handedOver(Acceptance.CLOSED);
    assertThat(play.question()).isEqualTo(new Question.AskTaken(wrote(72), 7, List.of(wrote(73))));
    play.takenKnown();

    assertThat(play.question())
        .isEqualTo(new Question.AcknowledgeAll(List.of(wrote(71).id()), Optional.of(wrote(72))));
    assertThat(play.allAcknowledged().question()).isEqualTo(new Question.AskAdmission(wrote(72)));
    play.admitted().numbered(8);
    assertThat(play.question()).isEqualTo(open(8, wrote(72), 7L));
    assertThat(play.handedOver(Acceptance.TAKEN).question()).isEqualTo(messages(8, wrote(73)));
  }

  /**
   * The answer about 73 is lost. Before it is asked for again the ticket is closed, and 72, of
   * which the work was not told, is found in front of it.
   */
  @Test
  void aMessageThatTheClosedTicketHasTakenWithoutAnAnswerIsNotInTheNextOne() {
    WorkPlay play = having(List.of(7L), wrote(73)).failed("no answer").woken().pauseOver();
    play.read(wrote(72), wrote(73)).handedOver(Acceptance.CLOSED);

    assertThat(play.question()).isEqualTo(new Question.AskTaken(wrote(72), 7, List.of(wrote(73))));
    play.takenKnown(73L);

    assertThat(play.steps()).contains(acknowledge(wrote(73)));
    assertThat(play.question())
        .isEqualTo(new Question.AcknowledgeAll(List.of(wrote(73).id()), Optional.of(wrote(72))));
    play.allAcknowledged().admitted().numbered(8);
    assertThat(play.question()).isEqualTo(open(8, wrote(72), 7L));
    assertThat(play.handedOver(Acceptance.TAKEN).steps()).containsExactly(acknowledge(wrote(72)));
  }

  @Test
  void whatIsAcknowledgedAlreadyIsNotWaitedFor() {
    WorkPlay play = having(List.of(7L), wrote(71)).handedOver(Acceptance.TAKEN);
    play.acknowledged(wrote(71)).arrived(wrote(72));

    assertThat(play.handedOver(Acceptance.CLOSED).question())
        .isEqualTo(new Question.AskAdmission(wrote(72)));
  }

  @Test
  void aMemberWhoHasToWaitIsToldOnceAWait() {
    Duration half = Duration.ofSeconds(30);
    WorkPlay play = having(List.of(), wrote(71)).notAdmitted(half);
    assertThat(play.steps())
        .containsExactly(
            new WorkStep.TellWait(wrote(71)), new WorkStep.Ask(play.number(), pause(half)));

    assertThat(play.pauseOver().notAdmitted(half).steps())
        .containsExactly(new WorkStep.Ask(play.number(), pause(half)));

    play.pauseOver().admitted().numbered(8).handedOver(Acceptance.TAKEN);
    play.acknowledged(wrote(71)).arrived(wrote(72)).handedOver(Acceptance.CLOSED);
    assertThat(play.notAdmitted(half).steps()).contains(new WorkStep.TellWait(wrote(72)));
  }
}
