package dev.switchboard.ticket.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.ticket.model.Content;
import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.model.TicketQuery;
import dev.switchboard.ticket.model.TicketState;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a ticket answers to queries, from its beginning to its end. */
class TicketAnswersTest {
  private final TicketFixture ticket = new TicketFixture();

  @Test
  void aTicketThatIsNotThereYetKnowsNothing() {
    assertThat(ticket.ask(new TicketQuery.Look()).ticket()).isEmpty();
    assertThat(ticket.ask(new TicketQuery.Find(1))).isEqualTo(new TicketQuery.FoundAbsent());
    assertThat(ticket.ask(new TicketQuery.FindReplies("", 25)).replies()).isEmpty();
    assertThat(ticket.ask(new TicketQuery.IsDone(1)).done()).isFalse();
    assertThat(ticket.ask(new TicketQuery.HasRoom()).enough()).isTrue();
  }

  @Test
  void anEntryIsFoundByItsSourceAndByTheMessageThatShowsIt() {
    ticket.writes("hi");
    ticket.profile();
    ticket.command(
        new TicketCommand.Reply(
            60, TicketFixture.BOB, Content.of("hello"), false, false, ticket.now()));
    ticket.discordDoesAll();
    TicketQuery.Found reply = new TicketQuery.Found(2, true, TicketFixture.BOB.id(), "hello");
    assertThat(ticket.ask(new TicketQuery.Find(60))).isEqualTo(reply);
    List<Long> copies = ticket.book().shownOf(2).map(sentPost -> sentPost.message()).toList();
    assertThat(copies).hasSize(2);
    assertThat(copies)
        .allSatisfy(
            message -> assertThat(ticket.ask(new TicketQuery.Find(message))).isEqualTo(reply));
    assertThat(ticket.ask(new TicketQuery.Find(61))).isEqualTo(new TicketQuery.NotFound());
  }

  @Test
  void theSummaryTellsHowFarTheTicketHasCome() {
    ticket.writes("hi");
    assertThat(summary().channel()).isZero();
    assertThat(summary().undelivered()).isEqualTo(1);
    ticket.profile();
    ticket.discordDoesAll();
    assertThat(summary().ticket()).isEqualTo(TicketFixture.TICKET);
    assertThat(summary().member()).isEqualTo(TicketFixture.ALICE);
    assertThat(summary().channel()).isNotZero();
    assertThat(summary().undelivered()).isZero();
    assertThat(summary().closing()).isFalse();
    ticket.command(new TicketCommand.Close(61, TicketFixture.BOB, "", true, false, ticket.now()));
    assertThat(summary().closing()).isTrue();
  }

  @Test
  void aClosedTicketStillTellsWhatItIsAndOffersNothingToChange() {
    long message = ticket.writes("hi");
    ticket.profile();
    ticket.command(
        new TicketCommand.Reply(
            60, TicketFixture.BOB, Content.of("hello"), false, false, ticket.now()));
    ticket.command(new TicketCommand.Close(61, TicketFixture.BOB, "", true, false, ticket.now()));
    ticket.discordDoesAll();
    assertThat(ticket.state()).isInstanceOf(TicketState.Closed.class);
    assertThat(summary().closing()).isTrue();
    assertThat(ticket.ask(new TicketQuery.Find(60))).isEqualTo(new TicketQuery.FoundClosed());
    assertThat(ticket.ask(new TicketQuery.FindReplies("", 25)).replies()).isEmpty();
    assertThat(ticket.ask(new TicketQuery.HasRoom()).enough()).isTrue();
    assertThat(ticket.ask(new TicketQuery.WhichTaken(List.of(message, message + 1))).messages())
        .containsExactly(message);
  }

  private TicketQuery.Summary summary() {
    Optional<TicketQuery.Summary> found = ticket.ask(new TicketQuery.Look()).ticket();
    return found.orElseThrow();
  }
}
