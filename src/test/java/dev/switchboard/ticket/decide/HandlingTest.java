package dev.switchboard.ticket.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.ticket.model.Entry;
import dev.switchboard.ticket.model.Handling;
import dev.switchboard.ticket.model.HandlingChange;
import dev.switchboard.ticket.model.PlannedAction;
import dev.switchboard.ticket.model.Priority;
import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.model.TicketEvent;
import dev.switchboard.ticket.model.TicketQuery;
import dev.switchboard.ticket.model.TicketReply;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How staff handle a ticket: what they change of it, and what they see of that. */
class HandlingTest {
  private final TicketFixture ticket = new TicketFixture();

  @BeforeEach
  void talk() {
    ticket.writes("hello");
    ticket.profile();
    ticket.discordDoesAll();
  }

  @Test
  void aTicketHasTheUsualPriorityAtFirst() {
    assertThat(ticket.book().handling()).isEqualTo(Handling.DEFAULT);
    assertThat(ticket.book().handling().priority()).isEqualTo(Priority.NORMAL);
  }

  @Test
  void aPriorityIsSetRemarkedOnAndShownInTheHead() {
    assertThat(set(60, Priority.HIGH, true)).isInstanceOf(TicketReply.Taken.class);

    assertThat(ticket.book().handling().priority()).isEqualTo(Priority.HIGH);
    assertThat(last().content().text()).isEqualTo("**Bob** set the priority to **high**.");
    assertThat(ticket.book().pending())
        .extracting(TicketEvent.Planned::deed)
        .anySatisfy(plannedAction ->
            assertThat(plannedAction).isEqualTo(new PlannedAction.RemoveSource(60)))
        .anySatisfy(plannedAction ->
            assertThat(plannedAction)
                .isInstanceOfSatisfying(
                    PlannedAction.Amend.class,
                    amend ->
                        assertThat(amend.draft().embeds().getFirst().fields())
                            .anySatisfy(field -> {
                              assertThat(field.name()).isEqualTo("Priority");
                              assertThat(field.value()).isEqualTo("high");
                            })));
  }

  @Test
  void aCommandThatIsGivenTwiceHasOneEffect() {
    TicketReply first = set(60, Priority.HIGH, false);
    int events = ticket.journal().size();

    assertThat(set(60, Priority.HIGH, false)).isEqualTo(first);

    assertThat(ticket.journal()).hasSize(events);
    assertThat(ticket.ask(new TicketQuery.IsDone(60)).done()).isTrue();
  }

  @Test
  void aPriorityThatTheTicketHasIsSaidToBeThatAndIsNoChange() {
    set(60, Priority.HIGH, false);

    set(61, Priority.HIGH, false);

    assertThat(changes()).hasSize(1);
    assertThat(last().content().text()).isEqualTo("The priority is **high** already.");
    assertThat(ticket.ask(new TicketQuery.IsDone(61)).done()).isTrue();
  }

  @Test
  void theUsualPriorityIsNotShownInTheHead() {
    set(60, Priority.LOW, false);
    ticket.discordDoesAll();

    set(61, Priority.NORMAL, false);

    assertThat(ticket.book().pending())
        .extracting(TicketEvent.Planned::deed)
        .filteredOn(PlannedAction.Amend.class::isInstance)
        .singleElement()
        .isInstanceOfSatisfying(
            PlannedAction.Amend.class,
            amend ->
                assertThat(amend.draft().embeds().getFirst().fields())
                    .noneMatch(field -> field.name().equals("Priority")));
  }

  @Test
  void aTicketThatIsClosingOrClosedIsNotHandledAnyMore() {
    ticket.command(new TicketCommand.Close(59, TicketFixture.BOB, "", true, false, ticket.now()));
    assertThat(set(60, Priority.HIGH, false)).isEqualTo(new TicketReply.Closed());
    ticket.discordDoesAll();
    assertThat(set(60, Priority.HIGH, false)).isEqualTo(new TicketReply.Closed());
    assertThat(changes()).isEmpty();
  }

  @Test
  void aCommandThatWasDoneBeforeTheEndIsStillKnownAsDone() {
    TicketReply first = set(60, Priority.HIGH, false);
    ticket.command(new TicketCommand.Close(61, TicketFixture.BOB, "", true, false, ticket.now()));
    ticket.discordDoesAll();
    assertThat(set(60, Priority.HIGH, false)).isEqualTo(first);
  }

  @Test
  void aTicketThatIsNotThereIsNotHandled() {
    TicketFixture none = new TicketFixture();
    assertThat(
            none.command(
                new TicketCommand.Handle(
                    60,
                    TicketFixture.BOB,
                    new HandlingChange.SetPriority(Priority.HIGH),
                    false,
                    none.now())))
        .isEqualTo(new TicketReply.Absent());
  }

  private TicketReply set(long source, Priority priority, boolean removeSource) {
    return ticket.command(
        new TicketCommand.Handle(
            source,
            TicketFixture.BOB,
            new HandlingChange.SetPriority(priority),
            removeSource,
            ticket.now()));
  }

  private List<TicketEvent.Handled> changes() {
    return ticket.journal().stream()
        .filter(TicketEvent.Handled.class::isInstance)
        .map(TicketEvent.Handled.class::cast)
        .toList();
  }

  private Entry last() {
    return ticket.book().entry(ticket.book().count()).orElseThrow();
  }
}
