package dev.switchboard.ticket.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.storage.GoldenFiles;
import dev.switchboard.ticket.model.Attachment;
import dev.switchboard.ticket.model.Content;
import dev.switchboard.ticket.model.Conversation;
import dev.switchboard.ticket.model.Entry;
import dev.switchboard.ticket.model.PlannedAction;
import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.model.TicketEvent;
import dev.switchboard.ticket.model.TicketReply;
import dev.switchboard.ticket.model.TicketState;
import dev.switchboard.timing.Snowflake;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a ticket holds in memory and in its snapshots stays small, however long it becomes. */
class LongTicketTest {
  @RegisterExtension static final GoldenFiles FILES = new GoldenFiles();

  private static final String LONG = "word ".repeat(390);
  private static final long FIRST = Snowflake.at(TicketFixture.START);

  /** A ticket with 2,500 messages that were all shown, made once: a state does not change. */
  private static final TicketFixture LONG_TICKET =
      new TicketFixture(TicketFixture.rules(OptionalLong.empty(), ""));

  private TicketFixture ticket = new TicketFixture(TicketFixture.rules(OptionalLong.empty(), ""));

  @BeforeAll
  static void makeLongTicket() {
    LONG_TICKET.startIdsAt(FIRST);
    write(LONG_TICKET, 2_500, LONG);
  }

  /** Bytes of a snapshot, after so many messages that were all shown. */
  private int snapshotAfter(int messages) {
    write(ticket, messages, LONG);
    return FILES.written(ticket.state()).getBytes(StandardCharsets.UTF_8).length;
  }

  private static void write(TicketFixture ticket, int messages, String text) {
    while (ticket.state() instanceof TicketState.Absent || ticket.book().count() < messages) {
      ticket.writes(text);
      if (ticket.book().profile().isEmpty()) {
        ticket.profile();
      }
      ticket.discordDoesAll();
      ticket.journal().clear();
    }
  }

  @Test
  void aSnapshotOfALongTicketIsNoLargerThanOneOfAShorterOne() {
    ticket = new TicketFixture(LONG_TICKET);
    int shorter = snapshotAfter(2_500);
    int longer = snapshotAfter(5_000);

    assertThat(longer).isLessThan(shorter * 11 / 10).isLessThan(4 << 20);
    assertThat(ticket.book().count()).isEqualTo(5_000);
    assertThat(ticket.book().entries()).hasSizeLessThan(Conversation.KEPT_ENTRIES + 501);
    assertThat(FILES.readBack(ticket.state())).isEqualTo(ticket.state());
  }

  @Test
  void whatWaitsForSomethingStaysHoweverOldItIs() {
    long message = ticket.writes("look", new Attachment(1, "a", 1, "https://cdn.example/a", ""));
    ticket.profile();
    ticket.command(new TicketCommand.EndWait(1, ticket.now()));
    ticket.discordDoesAll();
    write(ticket, 2_500, "short");

    assertThat(ticket.book().entry(1)).isPresent();
    assertThat(ticket.book().entry(2)).isEmpty();
    assertThat(ticket.book().bySource(message)).hasValue(1);
    ticket.command(new TicketCommand.FileRefused(1, 1, "it is too large", ticket.now()));
    write(ticket, 3_000, "short");
    assertThat(ticket.book().entry(1)).isEmpty();
  }

  @Test
  void theLastMessageAtTheMemberIsKnownHoweverOldItIs() {
    ticket.writes("hello");
    ticket.profile();
    ticket.discordDoesAll();
    ticket.replies("good morning");
    ticket.discordDoesAll();
    long reply = ticket.book().lastConfirmed(PlannedAction.Target.MEMBER);
    write(ticket, 3_000, "short");

    assertThat(reply).isPositive();
    assertThat(ticket.book().lastConfirmed(PlannedAction.Target.MEMBER)).isEqualTo(reply);
  }

  @Test
  void anEditOfAMessageThatIsNotKnownAnyMoreIsShownAsANewOne() {
    long old = oldMessage();

    ticket.command(edit(old, "changed"));
    ticket.command(edit(old, "changed"));
    ticket.discordDoesAll();

    List<String> texts = lastTexts(2);
    assertThat(texts.getFirst()).startsWith("An old message, of <t:").endsWith("and says now:");
    assertThat(texts.getLast()).isEqualTo("changed");
    assertThat(ticket.book().count()).isEqualTo(2_502);
    ticket.pass(Duration.ofSeconds(5));
    ticket.command(edit(old, "changed again"));
    assertThat(lastTexts(1)).containsExactly("changed again");
  }

  @Test
  void theDeletionOfAMessageThatIsNotKnownAnyMoreIsSaidOnce() {
    long old = oldMessage();

    ticket.command(new TicketCommand.TakeDelete(old, ticket.now()));
    ticket.command(new TicketCommand.TakeDelete(old, ticket.now()));

    assertThat(lastTexts(1).getFirst()).endsWith("was **deleted**.");
    assertThat(ticket.book().count()).isEqualTo(2_501);
  }

  /** Their numbers are not Discord's, and say nothing of the age of messages. */
  @Test
  void remarksDoNotHideTheEditOfAnOldMessage() {
    long old = oldMessage();
    for (long source : List.of(71L, Long.MAX_VALUE - 5)) {
      ticket.command(
          new TicketCommand.MembershipChanged(source, TicketCommand.Membership.LEFT, ticket.now()));
    }
    ticket.command(new TicketCommand.Remark(old, "a remark on an old command", ticket.now()));
    ticket.command(edit(old, "changed"));

    assertThat(lastTexts(1)).containsExactly("changed");
  }

  @Test
  void anEditOfAMessageOfAnEarlierTicketChangesNothing() {
    oldMessage();
    long earlier = Snowflake.at(TicketFixture.START.minus(Duration.ofDays(3)));

    assertThat(ticket.command(edit(earlier, "changed")))
        .isEqualTo(new TicketReply.Refused(TicketReply.Reason.NO_SUCH_MESSAGE));
    assertThat(ticket.book().count()).isEqualTo(2_500);
  }

  /** The journal of a version that forgot nothing may change an entry that is not known now. */
  @Test
  void whatOnceHappenedToAnEntryThatIsNotKnownAnyMoreIsPassedOver() {
    ticket = new TicketFixture(LONG_TICKET);
    TicketState before = ticket.state();

    TicketState after = before;
    for (TicketEvent event :
        List.of(
            new TicketEvent.Edited(5, 0, "changed", true, ticket.now()),
            new TicketEvent.Deleted(6, 0, ticket.now()),
            new TicketEvent.FileLost(7, 70, "too large", ticket.now()),
            new TicketEvent.WaitEnded(8, ticket.now()))) {
      after = Ticket.apply(after, event);
    }

    assertThat(after).isEqualTo(before);
  }

  /** What the journal and the snapshots take, after so many edits of one message. */
  private long bytesAfterEdits(int edits) {
    TicketFixture edited = new TicketFixture(ticket.rules());
    long message = edited.writes(LONG);
    edited.profile();
    edited.discordDoesAll();
    long bytes = 0;
    int events = 0;
    for (int edit = 1; edit <= edits; edit++) {
      edited.journal().clear();
      edited.pass(Duration.ofSeconds(1));
      edited.command(new TicketCommand.TakeEdit(message, Content.of(LONG + edit), edited.now()));
      edited.discordDoesAll();
      for (TicketEvent event : edited.journal()) {
        bytes += FILES.written(event).length();
        if (++events % 100 == 0) {
          bytes += FILES.written(edited.state()).length();
        }
      }
    }
    assertThat(edited.book().entry(1).orElseThrow().former()).hasSize(Entry.KEPT_FORMER);
    return bytes;
  }

  /** Bytes are counted exactly, so a few edits tell; EditedTicketTest makes 2,500. */
  @Test
  void manyEditsOfOneMessageTakeSpaceInProportionToThem() {
    long few = bytesAfterEdits(200);
    long many = bytesAfterEdits(800);

    assertThat(many).isBetween(few * 38 / 10, few * 42 / 10);
  }

  /** A message with an id of Discord's, of which the ticket knows no more when it has 2,500. */
  private long oldMessage() {
    ticket = new TicketFixture(LONG_TICKET);
    assertThat(ticket.book().bySource(FIRST + 10)).isEmpty();
    return FIRST + 10;
  }

  private TicketCommand edit(long message, String text) {
    return new TicketCommand.TakeEdit(message, Content.of(text), ticket.now());
  }

  private List<String> lastTexts(int most) {
    return ticket.book().entries().stream()
        .skip(ticket.book().entries().size() - most)
        .map(entry -> entry.content().text())
        .toList();
  }
}
