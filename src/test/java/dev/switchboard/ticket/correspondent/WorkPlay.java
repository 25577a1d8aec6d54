package dev.switchboard.ticket.correspondent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.ticket.Inbox;
import dev.switchboard.ticket.correspondent.Progress.Acceptance;
import dev.switchboard.ticket.correspondent.Progress.Answer;
import dev.switchboard.ticket.decide.TicketFixture;
import dev.switchboard.ticket.model.Arrival;
import dev.switchboard.ticket.model.Content;
import dev.switchboard.ticket.model.OpeningRequest;
import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.model.TicketSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A {@link CorrespondentWork}, played through by hand: the test gives each answer. */
final class WorkPlay {
  static final Instant NOW = TicketFixture.START.plusSeconds(60);

  private final CorrespondentWork work;
  private Next last = new Next(List.of(), List.of());
  private WorkStep.Ask asked = new WorkStep.Ask(0, new Question.ReadRows());

  WorkPlay() {
    this(new TicketSettings.Relay(1 << 20, 0, true, true));
  }

  WorkPlay(TicketSettings.Relay relay) {
    work = new CorrespondentWork(relay);
  }

  /** The work of a member with these tickets, when their rows have been read. */
  static WorkPlay having(List<Long> tickets, Arrival... rows) {
    WorkPlay play = new WorkPlay();
    play.recovered(tickets);
    play.read(rows);
    return play;
  }

  WorkPlay recovered(List<Long> tickets) {
    return on(new Progress.Recovered(new Correspondent(tickets)));
  }

  WorkPlay arrived(Arrival arrival) {
    return on(new Progress.Arrived(arrival, false));
  }

  WorkPlay woken() {
    return on(new Progress.Woken());
  }

  WorkPlay acknowledged(Arrival... rows) {
    return on(new Progress.Acknowledged(List.of(rows).stream().map(Arrival::id).toList()));
  }

  WorkPlay on(Progress happened) {
    last = work.on(happened, NOW);
    List<WorkStep.Ask> asks =
        last.steps().stream()
            .filter(WorkStep.Ask.class::isInstance)
            .map(WorkStep.Ask.class::cast)
            .toList();
    assertThat(asks).as("questions at once").hasSizeLessThan(2);
    asks.forEach(ask -> asked = ask);
    return this;
  }

  /** The question that was asked last. */
  Question question() {
    return asked.question();
  }

  long number() {
    return asked.number();
  }

  /** What the last progress led to. */
  List<WorkStep> steps() {
    return last.steps();
  }

  List<Correspondent.Event> events() {
    return last.events();
  }

  // ---- answers to the question under way

  WorkPlay answer(Answer answer) {
    return on(new Progress.Answered(asked.number(), answer));
  }

  WorkPlay read(Arrival... rows) {
    return read(new Inbox.Waiting(List.of(rows), false));
  }

  WorkPlay read(Inbox.Waiting found) {
    assertThat(question()).isInstanceOf(Question.ReadRows.class);
    return answer(new Answer.RowsRead(found));
  }

  WorkPlay filled(Inbox.Filled filled) {
    assertThat(question()).isInstanceOf(Question.FillGap.class);
    return answer(new Answer.GapFilled(filled));
  }

  WorkPlay handedOver(Acceptance acceptance) {
    return answer(new Answer.HandedOver((Question.HandOver) question(), acceptance));
  }

  WorkPlay room(boolean room) {
    return answer(new Answer.RoomKnown((Question.AskRoom) question(), room));
  }

  WorkPlay takenKnown(Long... messages) {
    return answer(
        new Answer.TakenKnown((Question.AskTaken) question(), Set.copyOf(List.of(messages))));
  }

  WorkPlay allAcknowledged() {
    return answer(new Answer.AllAcknowledged((Question.AcknowledgeAll) question()));
  }

  WorkPlay admitted() {
    return answer(new Answer.AdmissionKnown((Question.AskAdmission) question(), Optional.empty()));
  }

  WorkPlay notAdmitted(Duration pause) {
    return answer(
        new Answer.AdmissionKnown((Question.AskAdmission) question(), Optional.of(pause)));
  }

  WorkPlay numbered(long ticket) {
    return answer(new Answer.Numbered((Question.TakeNumber) question(), ticket));
  }

  WorkPlay pauseOver() {
    return answer(new Answer.PauseOver((Question.Pause) question()));
  }

  WorkPlay failed(String why) {
    return answer(new Answer.Failed(question(), why));
  }

  // ---- what is asked

  static Question.HandOver messages(long ticket, Arrival.Wrote... messages) {
    return new Question.HandOver(
        List.of(messages), ticket, TicketCommand.TakeMessages.of(List.of(messages)));
  }

  static Question.HandOver open(long ticket, Arrival.Wrote first, Long... former) {
    return new Question.HandOver(
        List.of(first),
        ticket,
        new TicketCommand.Open(
            first.author(),
            first.channel(),
            List.of(former),
            first.message(),
            first.content(),
            first.at()));
  }

  static OpeningRequest request(long source) {
    return new OpeningRequest(
        source,
        TicketFixture.BOB,
        TicketFixture.ALICE,
        500,
        "",
        List.of(),
        "r" + source,
        TicketFixture.START);
  }

  WorkPlay requested(long source) {
    return on(new Progress.Requested(request(source), NOW.plusSeconds(10)));
  }

  WorkPlay latestKnown(Progress.Standing standing) {
    return answer(new Answer.LatestKnown((Question.LookAtLatest) question(), standing));
  }

  WorkPlay tried(Progress.Trial trial) {
    return answer(new Answer.OpeningTried((Question.TryOpening) question(), trial));
  }

  WorkPlay openingNumbered(long ticket) {
    return answer(new Answer.OpeningNumbered((Question.NumberOpening) question(), ticket));
  }

  static WorkStep.Acknowledge acknowledge(Arrival... rows) {
    return new WorkStep.Acknowledge(List.of(rows).stream().map(Arrival::id).toList());
  }

  // ---- what arrives

  static Arrival.Wrote wrote(long message) {
    return new Arrival.Wrote(
        new Arrival.Id("message", Long.toString(message)),
        TicketFixture.ALICE,
        500,
        message,
        Content.of("m" + message),
        TicketFixture.START);
  }

  static Arrival.Edited edited(long message, String key, Optional<Content> content) {
    return new Arrival.Edited(
        new Arrival.Id("edit", message + ":" + key),
        TicketFixture.ALICE.id(),
        message,
        content,
        TicketFixture.START);
  }

  static Arrival.Deleted deleted(long message) {
    return new Arrival.Deleted(
        new Arrival.Id("delete", Long.toString(message)),
        TicketFixture.ALICE.id(),
        message,
        TicketFixture.START);
  }

  static Arrival.Noticed noticed(long message) {
    return new Arrival.Noticed(
        new Arrival.Id("message", Long.toString(message)),
        TicketFixture.ALICE.id(),
        message,
        "pinned a message",
        TicketFixture.START);
  }

  static Arrival.Reacted reacted(long message, int event) {
    return new Arrival.Reacted(
        new Arrival.Id("reaction", "s:" + event), TicketFixture.ALICE.id(), message, "👍", true);
  }
}
