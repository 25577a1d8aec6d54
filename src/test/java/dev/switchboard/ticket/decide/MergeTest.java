package dev.switchboard.ticket.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.ticket.model.ActSource;
import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.model.TicketEvent;
import dev.switchboard.ticket.model.TicketQuery;
import dev.switchboard.ticket.model.TicketReply;
import dev.switchboard.ticket.model.TicketReply.Reason;
import dev.switchboard.ticket.model.TicketState;
import org.junit.jupiter.api.Test;

/** Closed tickets that are merged into later ones. */
class MergeTest {
  private static final long TICKET = TicketFixture.TICKET;
  private static final long SOURCE = ActSource.counted(5);

  private final TicketFixture ticket = new TicketFixture();

  private TicketReply merge(long source, long into) {
    return ticket.command(new TicketCommand.Merge(source, TicketFixture.BOB, into, ticket.now()));
  }

  private void close() {
    ticket.writes("hello");
    ticket.profile();
    ticket.discordDoesAll();
    ticket.command(new TicketCommand.Close(9, TicketFixture.BOB, "", false, false, ticket.now()));
    ticket.discordDoesAll();
    assertThat(ticket.state()).isInstanceOf(TicketState.Closed.class);
  }

  @Test
  void aClosedTicketIsMergedByOneEventAndKeepsWhatWasSaid() {
    close();
    TicketState.Closed before = (TicketState.Closed) ticket.state();

    assertThat(merge(SOURCE, TICKET + 3)).isEqualTo(new TicketReply.Taken(0));

    assertThat(ticket.journal().getLast())
        .isEqualTo(new TicketEvent.Merged(SOURCE, TicketFixture.BOB, TICKET + 3, ticket.now()));
    assertThat(ticket.state())
        .isInstanceOfSatisfying(
            TicketState.Closed.class,
            closed -> {
              assertThat(closed.merged()).hasValue(new TicketState.Merger(SOURCE, TICKET + 3));
              assertThat(closed.book()).isEqualTo(before.book());
            });
  }

  @Test
  void theSameRequestHasItsEffectOnceAndAnotherOneNone() {
    close();
    merge(SOURCE, TICKET + 3);
    int events = ticket.journal().size();

    assertThat(merge(SOURCE, TICKET + 3)).isEqualTo(new TicketReply.Taken(0));
    assertThat(merge(SOURCE + 1, TICKET + 3))
        .isEqualTo(new TicketReply.Refused(Reason.ALREADY_MERGED));
    assertThat(merge(SOURCE + 1, TICKET + 4))
        .isEqualTo(new TicketReply.Refused(Reason.ALREADY_MERGED));
    assertThat(ticket.journal()).hasSize(events);
    assertThat(Ticket.answer(ticket.state(), new TicketQuery.IsDone(SOURCE)).acted()).isTrue();
    assertThat(Ticket.answer(ticket.state(), new TicketQuery.IsDone(SOURCE + 1)).acted()).isFalse();
  }

  @Test
  void aTicketIsMergedIntoALaterOneOnlySoThatThereIsNoCircle() {
    close();

    assertThat(merge(SOURCE, TICKET)).isEqualTo(new TicketReply.Refused(Reason.NOT_LATER));
    assertThat(merge(SOURCE, TICKET - 1)).isEqualTo(new TicketReply.Refused(Reason.NOT_LATER));
  }

  @Test
  void aTicketThatIsOpenOrBeingClosedIsNotMerged() {
    ticket.writes("hello");
    assertThat(merge(SOURCE, TICKET + 1)).isEqualTo(new TicketReply.Refused(Reason.NOT_CLOSED));
    ticket.command(new TicketCommand.Close(9, TicketFixture.BOB, "", false, false, ticket.now()));

    assertThat(merge(SOURCE, TICKET + 1)).isEqualTo(new TicketReply.Refused(Reason.NOT_CLOSED));
    assertThat(
            Ticket.decide(
                new TicketState.Absent(),
                TICKET,
                new TicketCommand.Merge(SOURCE, TicketFixture.BOB, TICKET + 1, ticket.now()),
                ticket.rules()))
        .isEqualTo(Ticket.Decision.nothing(new TicketReply.Absent()));
  }

  @Test
  void whatIsErasedIsNotMergedAndAMergedTicketCanBeErased() {
    close();
    merge(SOURCE, TICKET + 1);
    ticket.command(new TicketCommand.Purge("root", ticket.now()));

    assertThat(((TicketState.Closed) ticket.state()).merged()).isEmpty();
    assertThat(merge(SOURCE + 1, TICKET + 2)).isEqualTo(new TicketReply.Refused(Reason.PURGED));
  }
}
