package dev.switchboard.ticket.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.ticket.model.ActSource;
import dev.switchboard.ticket.model.Content;
import dev.switchboard.ticket.model.HandlingChange;
import dev.switchboard.ticket.model.Priority;
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

  /** A note over HTTP is asked for again by its request, never by the desk in Discord. */
  private static final long NOTE_OVER_HTTP = ActSource.counted(1);

  @Test
  void eachActIsKnownByItsSourceAndANoteIsNoAct() {
    ticket.writes("hi");
    ticket.profile();
    List<TicketCommand.Act> acts =
        List.of(
            new TicketCommand.Reply(
                60, TicketFixture.BOB, Content.of("hello"), false, true, ticket.now()),
            new TicketCommand.EditReply(61, TicketFixture.BOB, 3, "hello, you", true, ticket.now()),
            new TicketCommand.DeleteReply(62, TicketFixture.BOB, 3, true, ticket.now()),
            new TicketCommand.Handle(
                63,
                TicketFixture.BOB,
                new HandlingChange.SetPriority(Priority.HIGH),
                true,
                ticket.now()),
            new TicketCommand.WriteNote(
                NOTE_OVER_HTTP, TicketFixture.BOB, Content.of("a note over HTTP"), ticket.now()),
            new TicketCommand.Close(64, TicketFixture.BOB, "", true, true, ticket.now()),
            new TicketCommand.Merge(65, TicketFixture.BOB, 1_000, ticket.now()));
    assertThat(acts)
        .as("one of each kind of act")
        .extracting(Object::getClass)
        .containsExactlyInAnyOrderElementsOf(
            List.of(TicketCommand.Act.class.getPermittedSubclasses()));
    ticket.command(
        new TicketCommand.TakeNote(59, TicketFixture.BOB, Content.of("a note"), ticket.now()));
    for (TicketCommand.Act act : acts) {
      assertThat(done(act.source())).isEqualTo(new TicketQuery.Done(false, false));
      if (act instanceof TicketCommand.Merge) {
        // Only a ticket that is at its end is merged.
        ticket.discordDoesAll();
      }
      ticket.command(act);
    }

    assertThat(ticket.state()).isInstanceOf(TicketState.Closed.class);
    assertThat(acts)
        .allSatisfy(act ->
            assertThat(done(act.source()))
                .isEqualTo(new TicketQuery.Done(true, !(act instanceof TicketCommand.WriteNote))));
    assertThat(done(59)).isEqualTo(new TicketQuery.Done(true, false));
  }

  private TicketQuery.Done done(long source) {
    return ticket.ask(new TicketQuery.IsDone(source));
  }

  private TicketQuery.Summary summary() {
    Optional<TicketQuery.Summary> found = ticket.ask(new TicketQuery.Look()).ticket();
    return found.orElseThrow();
  }
}
