package dev.switchboard.ticket.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.ticket.model.Content;
import dev.switchboard.ticket.model.Draft;
import dev.switchboard.ticket.model.Outcome;
import dev.switchboard.ticket.model.PlannedAction;
import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.model.TicketEvent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A change of something whose copy somebody has deleted is not silent. */
class DeletedCopyTest {
  private final TicketFixture ticket = new TicketFixture();

  @BeforeEach
  void open() {
    ticket.writes("hi");
    ticket.profile();
    ticket.replies("old words");
    ticket.discordDoesAll();
  }

  private void edits(String text, long source) {
    ticket.command(
        new TicketCommand.EditReply(
            source, TicketFixture.BOB, 2, text, false, ticket.now().plusSeconds(source)));
  }

  /** Discord does all, but knows the copies at a target no more. */
  private void without(PlannedAction.Target target) {
    while (!ticket.book().pending().isEmpty()) {
      TicketEvent.Planned planned = ticket.oldest();
      boolean gone =
          planned.deed() instanceof PlannedAction.Amend(long of, Draft _)
              && ticket.book().shown(of).orElseThrow().target() == target;
      ticket.settles(
          planned,
          gone
              ? new Outcome.Refused(Outcome.Refusal.MESSAGE_GONE, "Unknown Message")
              : ticket.success(planned.deed()));
    }
  }

  @Test
  void anEditOfAReplySaysThatItsCopyWasDeleted() {
    edits("new words", 5_000);
    without(PlannedAction.Target.STAFF);
    assertThat(ticket.standing(PlannedAction.Target.MEMBER))
        .last()
        .asString()
        .endsWith("new words");
    assertThat(ticket.standing(PlannedAction.Target.STAFF).getLast())
        .contains("`#2` changed", "in this channel was deleted");
  }

  @Test
  void afterThatEachEditIsSaidWithItsWords() {
    edits("new words", 5_000);
    without(PlannedAction.Target.STAFF);
    edits("newer words", 5_001);
    ticket.discordDoesAll();
    assertThat(ticket.standing(PlannedAction.Target.MEMBER))
        .last()
        .asString()
        .endsWith("newer words");
    assertThat(ticket.standing(PlannedAction.Target.STAFF).getLast())
        .contains("`#2` says now:\nnewer words");
  }

  @Test
  void anEditThatDoesNotReachTheMemberIsSaid() {
    edits("new words", 5_000);
    without(PlannedAction.Target.MEMBER);
    assertThat(ticket.standing(PlannedAction.Target.STAFF).getLast())
        .contains("`#2` changed", "at the member was deleted");
  }

  @Test
  void anEditOfAMessageOfTheMemberSaysSoToo() {
    long message = ticket.writes("their words");
    ticket.discordDoesAll();
    ticket.command(
        new TicketCommand.TakeEdit(
            message, Content.of("their new words"), ticket.now().plusSeconds(9)));
    without(PlannedAction.Target.STAFF);
    assertThat(ticket.standing(PlannedAction.Target.STAFF).getLast()).contains("`#3` changed");
  }
}
