package dev.switchboard.ticket.correspondent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.ticket.Openings.Opening;
import dev.switchboard.ticket.correspondent.Progress.Acceptance;
import dev.switchboard.ticket.correspondent.Progress.Standing;
import dev.switchboard.ticket.correspondent.Progress.Trial;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tickets that staff or a program open, step by step. */
class OpeningWorkTest {
  private static final long SOURCE = 77;

  @Test
  void theNumberIsWrittenDownBeforeTheTicketOpens() {
    WorkPlay play = WorkPlay.having(List.of()).requested(SOURCE);
    assertThat(play.question()).isEqualTo(new Question.NumberOpening(WorkPlay.request(SOURCE)));

    play.openingNumbered(7);
    assertThat(play.events())
        .containsExactly(new Correspondent.Event.Assigned(7, WorkPlay.NOW, SOURCE));
    assertThat(play.question())
        .isEqualTo(new Question.TryOpening(WorkPlay.request(SOURCE), 7, List.of()));

    play.tried(Trial.OPENED);
    assertThat(play.steps())
        .containsExactly(new WorkStep.AnswerRequest(SOURCE, new Opening.Opened(7)));
  }

  @Test
  void anOpenTicketStaysAsItIs() {
    WorkPlay play = WorkPlay.having(List.of(7L)).requested(SOURCE).latestKnown(Standing.OPEN);

    assertThat(play.events()).isEmpty();
    assertThat(play.steps())
        .containsExactly(new WorkStep.AnswerRequest(SOURCE, new Opening.Exists(7)));
  }

  @Test
  void aMessageThatArrivesMeanwhileGoesIntoTheSameTicket() {
    WorkPlay play = WorkPlay.having(List.of()).requested(SOURCE).arrived(WorkPlay.wrote(1_000));
    play.openingNumbered(7).tried(Trial.OPENED);

    assertThat(play.question()).isEqualTo(WorkPlay.messages(7, WorkPlay.wrote(1_000)));
  }

  @Test
  void messagesThatWaitComeFirst() {
    WorkPlay play = WorkPlay.having(List.of(7L), WorkPlay.wrote(1_000)).requested(SOURCE);
    assertThat(play.question()).isEqualTo(WorkPlay.messages(7, WorkPlay.wrote(1_000)));

    play.handedOver(Acceptance.TAKEN);
    assertThat(play.question()).isEqualTo(new Question.LookAtLatest(WorkPlay.request(SOURCE), 7));
  }

  /** Whoever it was taken for did not open it, and may come again. */
  @Test
  void aNumberWithoutATicketIsAssignedBeforeItIsUsed() {
    WorkPlay play = WorkPlay.having(List.of(7L)).requested(SOURCE).latestKnown(Standing.ABSENT);

    assertThat(play.events())
        .containsExactly(new Correspondent.Event.Assigned(7, WorkPlay.NOW, SOURCE));
    assertThat(play.question())
        .isEqualTo(new Question.TryOpening(WorkPlay.request(SOURCE), 7, List.of()));
  }

  @Test
  void aClosedTicketIsLeftWhenAllItTookIsAcknowledged() {
    WorkPlay play =
        WorkPlay.having(List.of(7L), WorkPlay.wrote(1_000))
            .handedOver(Acceptance.TAKEN)
            .requested(SOURCE)
            .latestKnown(Standing.CLOSED);
    assertThat(play.question()).isInstanceOf(Question.AcknowledgeAll.class);

    play.allAcknowledged().latestKnown(Standing.CLOSED);
    assertThat(play.question()).isEqualTo(new Question.NumberOpening(WorkPlay.request(SOURCE)));
    play.openingNumbered(8);
    assertThat(play.question())
        .isEqualTo(new Question.TryOpening(WorkPlay.request(SOURCE), 8, List.of(7L)));
  }

  /** The process ended between the number and the ticket, or before the answer was heard. */
  @Test
  void aRequestThatComesAgainAsksTheTicketOfItsNumber() {
    Correspondent journal =
        Correspondent.NEW
            .apply(new Correspondent.Event.Assigned(7, WorkPlay.NOW, SOURCE))
            .apply(new Correspondent.Event.Assigned(8, WorkPlay.NOW));
    WorkPlay play = new WorkPlay().on(new Progress.Recovered(journal)).read().requested(SOURCE);

    assertThat(play.question())
        .isEqualTo(new Question.TryOpening(WorkPlay.request(SOURCE), 7, List.of()));
    play.tried(Trial.CLOSED);
    assertThat(play.question()).isEqualTo(new Question.LookAtLatest(WorkPlay.request(SOURCE), 8));
  }

  @Test
  void whatNobodyWaitsForAnyMoreIsNotDone() {
    WorkPlay play = new WorkPlay().recovered(List.of());
    play.on(new Progress.Requested(WorkPlay.request(SOURCE), WorkPlay.NOW)).read();

    assertThat(play.steps())
        .containsExactly(new WorkStep.AnswerRequest(SOURCE, new Opening.NotNow()));
  }

  @Test
  void tooManyRequestsAreRefusedAndTheSameOneIsNoFurtherOne() {
    WorkPlay play = new WorkPlay().recovered(List.of());
    for (long source = 1; source <= OpeningQueue.MOST; source++) {
      play.requested(source);
    }

    assertThat(play.requested(1).steps()).isEmpty();
    assertThat(play.requested(SOURCE).steps())
        .containsExactly(new WorkStep.AnswerRequest(SOURCE, new Opening.NotNow()));
  }
}
