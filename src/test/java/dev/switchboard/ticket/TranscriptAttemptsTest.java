package dev.switchboard.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.ticket.decide.SystemSide;
import dev.switchboard.ticket.decide.TicketFixture;
import dev.switchboard.ticket.model.Place;
import dev.switchboard.ticket.model.PlannedAction;
import dev.switchboard.ticket.model.StoredFile;
import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.model.TicketEvent;
import dev.switchboard.ticket.model.TicketState;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Writing a transcript is begun so often and no oftener, also by a process that dies of it. */
class TranscriptAttemptsTest {
  private final TicketFixture ticket =
      new TicketFixture(TicketFixture.rules(OptionalLong.of(8_000), ""));

  @BeforeEach
  void closing() {
    ticket.writes("hello");
    ticket.profile();
    ticket.discordDoesAll();
    close(50_000);
    ticket.discordDoesAll();
    ticket.journal().clear();
  }

  private void close(long source) {
    ticket.command(
        new TicketCommand.Close(source, TicketFixture.BOB, "", true, false, ticket.now()));
  }

  private void attempt(String failure) {
    ticket.command(new TicketCommand.TryTranscript(failure, ticket.now()));
  }

  private void giveUp(String failure) {
    for (int attempt = 0; attempt < SystemSide.MOST_TRIES; attempt++) {
      attempt(failure);
    }
    assertThat(ticket.journal())
        .hasSize(SystemSide.MOST_TRIES)
        .allMatch(TicketEvent.TranscriptTried.class::isInstance);
    attempt(failure);
    ticket.discordDoesAll();
  }

  @Test
  void whatFailedTooOftenIsGivenUpAndStaffReadItInTheChannel() {
    giveUp("the disk is full");

    assertThat(ticket.journal())
        .contains(new TicketEvent.TranscriptGivenUp("the disk is full", ticket.now()));
    assertThat(ticket.standing(PlannedAction.Target.STAFF).getLast())
        .contains("The transcript of this ticket could not be written in 8 attempts")
        .contains("`/close` once more");
    assertThat(ticket.state()).isInstanceOf(TicketState.Closing.class);
    assertThat(ticket.book().place()).isInstanceOf(Place.Channel.class);
  }

  @Test
  void attemptsInWhichTheProcessEndedCount() {
    giveUp("");

    assertThat(ticket.journal())
        .contains(new TicketEvent.TranscriptGivenUp("the process ended each time", ticket.now()));
  }

  @Test
  void whatIsGivenUpIsNotTriedAgainAndClosingOnceMoreEndsTheTicket() {
    giveUp("the disk is full");
    ticket.journal().clear();
    attempt("");
    assertThat(ticket.journal()).isEmpty();

    close(50_001);
    ticket.discordDoesAll();

    assertThat(ticket.state()).isInstanceOf(TicketState.Closed.class);
    assertThat(ticket.planned(PlannedAction.Target.LOG)).isEmpty();
  }

  @Test
  void aTranscriptThatIsWrittenAtTheLastAttemptIsPosted() {
    for (int attempt = 0; attempt < SystemSide.MOST_TRIES; attempt++) {
      attempt("the disk is full");
    }
    ticket.command(
        new TicketCommand.TranscriptStored(
            new StoredFile("ab".repeat(32), "ticket-7.html", 5, "text/html"), ticket.now()));
    ticket.discordDoesAll();

    assertThat(ticket.planned(PlannedAction.Target.LOG)).hasSize(1);
    assertThat(ticket.state()).isInstanceOf(TicketState.Closed.class);
  }

  @Test
  void attemptsAreNotMadeWhileSomethingIsUnderWayOrAfterItIsWritten() {
    TicketFixture open = new TicketFixture(ticket.rules());
    open.writes("hello");
    open.journal().clear();
    open.command(new TicketCommand.TryTranscript("", open.now()));
    assertThat(open.journal()).isEmpty();

    attempt("");
    ticket.command(
        new TicketCommand.TranscriptStored(
            new StoredFile("ab".repeat(32), "ticket-7.html", 5, "text/html"), ticket.now()));
    ticket.journal().clear();
    attempt("");
    assertThat(ticket.journal()).isEmpty();
  }

  @Test
  void thePausesBetweenAttemptsGrowToMinutes() {
    List<Duration> pauses =
        IntStream.rangeClosed(1, SystemSide.MOST_TRIES - 1)
            .mapToObj(TranscriptAttempts::pauseAfter)
            .toList();

    assertThat(pauses).startsWith(Duration.ofSeconds(2), Duration.ofSeconds(8)).isSorted();
    assertThat(pauses.getLast()).isEqualTo(Duration.ofMinutes(10));
    assertThat(pauses.stream().reduce(Duration.ZERO, Duration::plus))
        .isGreaterThan(Duration.ofMinutes(30));
  }
}
