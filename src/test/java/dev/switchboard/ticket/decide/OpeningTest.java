package dev.switchboard.ticket.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.ticket.model.ActSource;
import dev.switchboard.ticket.model.OpeningRequest;
import dev.switchboard.ticket.model.PlannedAction;
import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.model.TicketEvent;
import dev.switchboard.ticket.model.TicketReply;
import dev.switchboard.ticket.model.TicketReply.Reason;
import dev.switchboard.ticket.model.TicketState;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tickets that staff or a program open. */
class OpeningTest {
  private static final long SOURCE = ActSource.counted(5);

  private final TicketFixture ticket = new TicketFixture();

  private static TicketCommand.OpenByStaff open(long source, String message) {
    return new TicketCommand.OpenByStaff(
        new OpeningRequest(
            source,
            TicketFixture.BOB,
            TicketFixture.ALICE,
            500,
            "An *order*",
            List.of(new OpeningRequest.Detail("Order", "`#1` replied #2")),
            message,
            TicketFixture.START),
        List.of(3L));
  }

  @Test
  void staffSeeWhoOpenedItAndTheMemberGetsTheMessageAlone() {
    TicketReply reply = ticket.command(open(SOURCE, "Your parcel is lost."));
    ticket.profile();
    ticket.discordDoesAll();

    assertThat(reply).isEqualTo(new TicketReply.Taken(2));
    assertThat(ticket.standing(PlannedAction.Target.MEMBER))
        .singleElement()
        .asString()
        .contains("Your parcel is lost.");
    String channel = String.join("\n", ticket.standing(PlannedAction.Target.STAFF));
    assertThat(channel)
        .contains("**Bob** (Moderator) opened this ticket.")
        .contains("An \\*order\\*")
        .contains("> **Order**: ")
        .contains("Your parcel is lost.");
  }

  @Test
  void withoutAMessageTheMemberIsToldNothing() {
    ticket.command(open(SOURCE, ""));
    ticket.profile();
    ticket.discordDoesAll();

    assertThat(ticket.standing(PlannedAction.Target.MEMBER)).isEmpty();
    assertThat(ticket.standing(PlannedAction.Target.STAFF)).isNotEmpty();
  }

  @Test
  void theTicketThatIsReopenedIsNamed() {
    ticket.command(
        new TicketCommand.OpenByStaff(
            new OpeningRequest(
                SOURCE,
                TicketFixture.BOB,
                TicketFixture.ALICE,
                500,
                "",
                List.of(),
                "",
                3,
                TicketFixture.START),
            List.of(2L, 3L)));
    ticket.profile();
    ticket.discordDoesAll();

    assertThat(ticket.journal().getFirst())
        .isInstanceOfSatisfying(
            TicketEvent.Opened.class, opened -> assertThat(opened.reopens()).isEqualTo(3));
    assertThat(String.join("\n", ticket.standing(PlannedAction.Target.STAFF)))
        .contains("**Bob** (Moderator) reopened ticket #3 as this one.");
  }

  @Test
  void theSameRequestHasItsEffectOnce() {
    ticket.command(open(SOURCE, "hello"));
    int events = ticket.journal().size();

    assertThat(ticket.command(open(SOURCE, "hello"))).isEqualTo(new TicketReply.Taken(0));
    assertThat(ticket.journal()).hasSize(events);
  }

  @Test
  void anotherRequestChangesNothing() {
    ticket.writes("hello");
    int events = ticket.journal().size();

    assertThat(ticket.command(open(SOURCE, "hello")))
        .isEqualTo(new TicketReply.Refused(Reason.TICKET_EXISTS));
    assertThat(ticket.journal()).hasSize(events);
  }

  @Test
  void aClosedTicketKnowsTheRequestThatOpenedIt() {
    ticket.command(open(SOURCE, "hello"));
    ticket.profile();
    ticket.discordDoesAll();
    ticket.command(new TicketCommand.Close(9, TicketFixture.BOB, "", false, false, ticket.now()));
    assertThat(ticket.command(open(SOURCE, "hello"))).isEqualTo(new TicketReply.Taken(0));
    assertThat(ticket.command(open(SOURCE + 1, "hello"))).isEqualTo(new TicketReply.Closed());
    ticket.discordDoesAll();

    assertThat(ticket.state()).isInstanceOf(TicketState.Closed.class);
    assertThat(ticket.command(open(SOURCE, "hello"))).isEqualTo(new TicketReply.Taken(0));
    assertThat(ticket.command(open(SOURCE + 1, "hello"))).isEqualTo(new TicketReply.Closed());
  }

  @Test
  void theMembersAnswerGoesIntoIt() {
    ticket.command(open(SOURCE, "hello"));
    ticket.profile();
    ticket.discordDoesAll();

    ticket.writes("good morning");
    ticket.discordDoesAll();

    assertThat(String.join("\n", ticket.standing(PlannedAction.Target.STAFF)))
        .contains("good morning");
  }
}
