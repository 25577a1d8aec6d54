package dev.switchboard.ticket.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.ticket.model.ActSource;
import dev.switchboard.ticket.model.Member;
import dev.switchboard.ticket.model.OpeningRequest;
import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.model.TicketEvent;
import dev.switchboard.ticket.model.TicketReply;
import dev.switchboard.ticket.model.TicketState;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a ticket forgets, and when it does not. */
class TicketPurgeTest {
  private static final long TICKET = TicketFixture.TICKET;

  private final TicketFixture ticket = new TicketFixture();

  @Test
  void aTicketThatIsNotClosedForgetsNothing() {
    ticket.writes("hi");
    ticket.profile();
    TicketState before = ticket.state();

    assertThat(ticket.command(purge()))
        .isEqualTo(new TicketReply.Refused(TicketReply.Reason.NOT_CLOSED));
    assertThat(ticket.state()).isEqualTo(before);
    assertThat(Ticket.decide(new TicketState.Absent(), TICKET, purge(), ticket.rules()))
        .isEqualTo(Ticket.Decision.nothing(new TicketReply.Absent()));
  }

  @Test
  void aClosedTicketForgetsWhatWasSaidAndStaysClosed() {
    close();

    assertThat(ticket.command(purge())).isEqualTo(new TicketReply.Taken(0));

    assertThat(ticket.state())
        .isInstanceOfSatisfying(
            TicketState.Closed.class,
            closed -> {
              assertThat(closed.book().entries()).isEmpty();
              assertThat(closed.toString()).doesNotContain("secret", "alice", "Bob", "solved");
            });
    assertThat(ticket.command(purge())).isEqualTo(new TicketReply.Closed());
    assertThat(ticket.writes("later")).isPositive();
    assertThat(ticket.state()).isInstanceOf(TicketState.Closed.class);
  }

  @Test
  void theEventAloneIsAllThatIsNeededToBeTheSameTicket() {
    close();
    TicketState.Closed before = (TicketState.Closed) ticket.state();
    Ticket.Decision decision = Ticket.decide(before, TICKET, purge(), ticket.rules());
    TicketEvent purged = decision.events().getFirst();

    assertThat(purged).isInstanceOf(TicketEvent.Purged.class);
    assertThat(Ticket.apply(new TicketState.Absent(), purged))
        .isEqualTo(Ticket.apply(before, purged));
  }

  @Test
  void itIsTheSameWhereverARecoveryStoodWhenTheEventsBeforeWentAway() {
    close();
    TicketState.Closed before = (TicketState.Closed) ticket.state();
    TicketEvent purged = Ticket.decide(before, TICKET, purge(), ticket.rules()).events().getFirst();
    TicketState expected = Ticket.apply(before, purged);

    TicketState read = new TicketState.Absent();
    for (TicketEvent event : ticket.journal()) {
      assertThat(Ticket.apply(read, purged)).as("after " + read).isEqualTo(expected);
      read = Ticket.apply(read, event);
    }
    assertThat(read).isEqualTo(before);
  }

  /** A request that comes again opens no second ticket, however much was erased meanwhile. */
  @Test
  void theRequestThatOpenedItIsKnownStill() {
    OpeningRequest request =
        new OpeningRequest(
            ActSource.counted(5),
            TicketFixture.BOB,
            new Member(1_000, "alice", "Alice"),
            500,
            "a secret subject",
            List.of(),
            "a secret message",
            ticket.now());
    ticket.command(new TicketCommand.OpenByStaff(request, List.of()));
    ticket.profile();
    ticket.discordDoesAll();
    ticket.command(
        new TicketCommand.Close(61, TicketFixture.BOB, "solved", true, false, ticket.now()));
    ticket.discordDoesAll();

    assertThat(ticket.command(purge())).isEqualTo(new TicketReply.Taken(0));

    assertThat(ticket.state().toString()).doesNotContain("secret", "alice");
    assertThat(ticket.command(new TicketCommand.OpenByStaff(request, List.of())))
        .isEqualTo(new TicketReply.Taken(0));
    OpeningRequest another =
        new OpeningRequest(
            ActSource.counted(6),
            TicketFixture.BOB,
            request.member(),
            500,
            "",
            List.of(),
            "",
            ticket.now());
    assertThat(ticket.command(new TicketCommand.OpenByStaff(another, List.of())))
        .isEqualTo(new TicketReply.Closed());
  }

  private void close() {
    ticket.writes("secret");
    ticket.profile();
    ticket.discordDoesAll();
    ticket.command(
        new TicketCommand.Close(61, TicketFixture.BOB, "solved", true, false, ticket.now()));
    ticket.discordDoesAll();
    assertThat(ticket.state()).isInstanceOf(TicketState.Closed.class);
  }

  private TicketCommand.Purge purge() {
    return new TicketCommand.Purge("root", Instant.parse("2026-11-21T10:00:00Z"));
  }
}
