package dev.switchboard.ticket.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.ticket.model.ActSource;
import dev.switchboard.ticket.model.Content;
import dev.switchboard.ticket.model.Conversation;
import dev.switchboard.ticket.model.Draft;
import dev.switchboard.ticket.model.HandlingChange;
import dev.switchboard.ticket.model.PlannedAction;
import dev.switchboard.ticket.model.Priority;
import dev.switchboard.ticket.model.Staff;
import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.model.TicketEvent;
import dev.switchboard.ticket.model.TicketQuery;
import dev.switchboard.ticket.model.TicketReply;
import dev.switchboard.timing.Snowflake;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Acts with a source that is no id of Discord's, wherever a ticket looks at sources. */
class ActsOverHttpTest {
  private static final Staff BOB = TicketFixture.BOB;
  private static final Staff EVE = new Staff(2_001, "Eve", "");

  private final TicketFixture ticket =
      new TicketFixture(TicketFixture.rules(OptionalLong.empty(), ""));
  private long count;

  private long source() {
    count++;
    return ActSource.counted(count);
  }

  private void open() {
    ticket.writes("hello");
    ticket.profile();
    ticket.discordDoesAll();
  }

  private TicketCommand.Reply reply(long source, String text, int lastSeen) {
    return new TicketCommand.Reply(
        source, BOB, Content.of(text), false, false, lastSeen, ticket.now());
  }

  private List<String> shown(PlannedAction.Target target) {
    return ticket.journal().stream()
        .filter(TicketEvent.Planned.class::isInstance)
        .map(event -> ((TicketEvent.Planned) event).deed())
        .filter(PlannedAction.Show.class::isInstance)
        .map(PlannedAction.Show.class::cast)
        .filter(show -> show.target() == target)
        .map(PlannedAction.Show::draft)
        .map(Draft::content)
        .toList();
  }

  // ---- the number space

  @Test
  void noIdOfDiscordsIsTheSourceOfAnActUntil2075() {
    assertThat(Snowflake.time(ActSource.FIRST)).isAfter(Instant.parse("2075-12-01T00:00:00Z"));
    assertThat(ActSource.isOfDiscord(Snowflake.at(Instant.parse("2075-12-01T00:00:00Z")))).isTrue();
    assertThat(ActSource.isOverHttp(ActSource.counted(1))).isTrue();
    assertThat(ActSource.counted((1L << 60) - 1)).isEqualTo(Long.MAX_VALUE);
    assertThat(Stream.of(-1L, 0L, Long.MIN_VALUE))
        .noneMatch(ActSource::isOfDiscord)
        .noneMatch(ActSource::isOverHttp);
  }

  /** Remarks have the negated number of what they are about; one is about an edit. */
  @Test
  void aRemarkAboutAMessageOrItsEditIsNoActOverHttp() {
    open();
    long message = Snowflake.at(ticket.now());
    ticket.command(new TicketCommand.Remark(message, "about it", ticket.now()));
    ticket.command(
        new TicketCommand.Remark(Long.MAX_VALUE - message, "about its edit", ticket.now()));

    assertThat(ticket.command(reply(Long.MAX_VALUE - message, "words", 0)))
        .isEqualTo(new TicketReply.Taken(4));
  }

  // ---- once

  @Test
  void anActThatComesAgainIsDoneOnce() {
    open();
    TicketCommand.Reply reply = reply(source(), "good morning", 0);
    assertThat(ticket.command(reply)).isEqualTo(new TicketReply.Taken(2));
    assertThat(ticket.command(reply)).isEqualTo(new TicketReply.Taken(2));
    ticket.discordDoesAll();
    assertThat(ticket.command(reply)).isEqualTo(new TicketReply.Taken(2));
    TicketCommand.WriteNote note =
        new TicketCommand.WriteNote(source(), BOB, Content.of("a note"), ticket.now());
    assertThat(ticket.command(note)).isEqualTo(new TicketReply.Taken(3));
    assertThat(ticket.command(note)).isEqualTo(new TicketReply.Taken(3));
    TicketCommand.Handle handle =
        new TicketCommand.Handle(
            source(), BOB, new HandlingChange.SetPriority(Priority.HIGH), false, ticket.now());
    assertThat(ticket.command(handle)).isEqualTo(ticket.command(handle));
    assertThat(ticket.book().count()).isEqualTo(4);
    assertThat(ticket.ask(new TicketQuery.IsDone(reply.source())).done()).isTrue();
    assertThat(ticket.ask(new TicketQuery.IsDone(note.source())).done()).isTrue();
    assertThat(ticket.ask(new TicketQuery.IsDone(handle.source())).done()).isTrue();
    assertThat(ticket.ask(new TicketQuery.IsDone(source())).done()).isFalse();
  }

  @Test
  void anActThatComesAgainAfterTheTicketIsClosedIsStillDone() {
    open();
    TicketCommand.Reply reply = reply(source(), "good morning", 0);
    TicketCommand.WriteNote note =
        new TicketCommand.WriteNote(source(), BOB, Content.of("a note"), ticket.now());
    TicketCommand.Close close =
        new TicketCommand.Close(source(), BOB, "", true, false, ticket.now());
    ticket.command(reply);
    ticket.command(note);
    ticket.command(close);
    ticket.discordDoesAll();

    assertThat(ticket.command(reply)).isEqualTo(new TicketReply.Taken(2));
    assertThat(ticket.command(note)).isEqualTo(new TicketReply.Taken(3));
    assertThat(ticket.command(close)).isEqualTo(new TicketReply.Taken(0));
    assertThat(ticket.ask(new TicketQuery.IsDone(close.source())).done()).isTrue();
    assertThat(ticket.command(reply(source(), "too late", 0))).isEqualTo(new TicketReply.Closed());
  }

  // ---- places that take a source for an id of Discord's

  @Test
  void noMessageIsRemovedForAnActOverHttp() {
    open();
    ticket.command(reply(source(), "good morning", 0));
    ticket.discordDoesAll();
    ticket.command(
        new TicketCommand.EditReply(source(), BOB, 2, "good evening", false, ticket.now()));
    ticket.discordDoesAll();
    ticket.command(new TicketCommand.DeleteReply(source(), BOB, 2, false, ticket.now()));
    ticket.command(
        new TicketCommand.Handle(
            source(), BOB, new HandlingChange.SetPriority(Priority.HIGH), false, ticket.now()));
    ticket.command(new TicketCommand.Close(source(), BOB, "", false, false, ticket.now()));
    ticket.discordDoesAll();

    assertThat(ticket.journal())
        .filteredOn(TicketEvent.Planned.class::isInstance)
        .noneMatch(
            event -> ((TicketEvent.Planned) event).deed() instanceof PlannedAction.RemoveSource);
  }

  /** What a member's message answers is looked for among sources and among messages of ours. */
  @Test
  void aMessageThatAnswersAReplyOverHttpNamesItByItsMessageAtTheMember() {
    open();
    ticket.command(reply(source(), "good morning", 0));
    ticket.discordDoesAll();
    long atMember = ticket.book().lastConfirmed(PlannedAction.Target.MEMBER);
    ticket.command(
        new TicketCommand.TakeMessage(
            TicketFixture.ALICE,
            900_000,
            new Content("thanks", List.of(), List.of(), atMember),
            ticket.now()));
    ticket.discordDoesAll();

    assertThat(shown(PlannedAction.Target.STAFF).getLast())
        .contains("in reply to `#2`")
        .contains("good morning");
  }

  /**
   * Of a long ticket the oldest entries are not known any more: what is older than the oldest known
   * message may be one of them, and a source over HTTP says nothing of when it was.
   */
  @Test
  void aSourceOverHttpIsNotTheOldestMessageOfALongTicket() {
    ticket.startIdsAt(Snowflake.at(TicketFixture.START));
    open();
    for (int i = 0; i < Conversation.KEPT_ENTRIES + 600; i++) {
      ticket.command(reply(source(), "reply", 0));
      ticket.discordDoesAll();
      ticket.journal().clear();
    }
    assertThat(ticket.book().entries()).hasSizeLessThan(ticket.book().count());
    int before = ticket.book().count();
    long neverHere = Snowflake.at(TicketFixture.START.plusSeconds(60));

    assertThat(ticket.command(new TicketCommand.TakeDelete(neverHere, ticket.now())))
        .isEqualTo(new TicketReply.Refused(TicketReply.Reason.NO_SUCH_MESSAGE));
    assertThat(ticket.book().count()).isEqualTo(before);
  }

  // ---- notes

  @Test
  void aNoteOverHttpIsShownInTheChannelOnceAndToNobodyElse() {
    open();
    ticket.command(
        new TicketCommand.WriteNote(source(), BOB, Content.of("he is nice"), ticket.now()));
    ticket.discordDoesAll();
    ticket.writes("more");
    ticket.discordDoesAll();

    assertThat(shown(PlannedAction.Target.STAFF))
        .filteredOn(content -> content.contains("he is nice"))
        .hasSize(1)
        .allMatch(content -> content.contains("**Bob** (note)"));
    assertThat(shown(PlannedAction.Target.MEMBER)).noneMatch(one -> one.contains("nice"));
  }

  @Test
  void aNoteOverHttpThatWaitsForTheChannelKeepsItsWords() {
    ticket.writes("hello");
    ticket.command(
        new TicketCommand.WriteNote(source(), BOB, Content.of("he is nice"), ticket.now()));
    for (int i = 0; i < Conversation.KEPT_TEXTS + 10; i++) {
      ticket.writes("more " + i);
    }
    ticket.profile();
    ticket.discordDoesAll();

    assertThat(shown(PlannedAction.Target.STAFF)).anyMatch(one -> one.contains("he is nice"));
  }

  @Test
  void aNoteThatShowsNothingIsRefused() {
    open();
    assertThat(
            ticket.command(
                new TicketCommand.WriteNote(source(), BOB, Content.of("\u200B"), ticket.now())))
        .isEqualTo(new TicketReply.Refused(TicketReply.Reason.EMPTY_MESSAGE));
  }

  // ---- the guard against blind answers

  @Test
  void aReplyIsRefusedWhereTheMemberSaidMoreThanItsAuthorHasSeen() {
    open();
    ticket.writes("one more thing");
    long source = source();

    assertThat(ticket.command(reply(source, "good morning", 1)))
        .isEqualTo(new TicketReply.Refused(TicketReply.Reason.NEWER_MESSAGES));
    assertThat(ticket.ask(new TicketQuery.Newer(1, BOB, 10)).messages())
        .extracting(TicketQuery.Said::text)
        .containsExactly("one more thing");
    assertThat(ticket.command(reply(source, "good morning", 2)))
        .isEqualTo(new TicketReply.Taken(3));
    // Come again, it is answered whatever was said since.
    ticket.writes("and another");
    assertThat(ticket.command(reply(source, "good morning", 1)))
        .isEqualTo(new TicketReply.Taken(3));
  }

  @Test
  void aReplyOfOtherStaffIsNewerAndNeitherOnesOwnNorANoteIs() {
    open();
    ticket.command(reply(source(), "first", 1));
    ticket.command(new TicketCommand.WriteNote(source(), EVE, Content.of("a note"), ticket.now()));
    assertThat(ticket.command(reply(source(), "second", 1))).isEqualTo(new TicketReply.Taken(4));
    ticket.command(
        new TicketCommand.Reply(source(), EVE, Content.of("third"), true, false, ticket.now()));

    assertThat(ticket.command(reply(source(), "fourth", 4)))
        .isEqualTo(new TicketReply.Refused(TicketReply.Reason.NEWER_MESSAGES));
    assertThat(ticket.command(reply(source(), "fourth", 5))).isEqualTo(new TicketReply.Taken(6));
  }

  @Test
  void aReplyThatNamesNoMessageIsSentWhateverWasSaid() {
    open();
    ticket.writes("one more thing");
    assertThat(ticket.command(reply(source(), "good morning", 0)))
        .isEqualTo(new TicketReply.Taken(3));
  }
}
