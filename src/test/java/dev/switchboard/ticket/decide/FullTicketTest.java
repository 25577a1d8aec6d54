package dev.switchboard.ticket.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.ticket.model.Author;
import dev.switchboard.ticket.model.Content;
import dev.switchboard.ticket.model.Entry;
import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.model.TicketEvent;
import dev.switchboard.ticket.model.TicketQuery;
import dev.switchboard.ticket.model.TicketReply;
import dev.switchboard.ticket.model.TicketState;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A member who writes on and on while nothing can be shown to staff. */
class FullTicketTest {
  @ParameterizedTest
  @CsvSource({"3900, 200, 150", "500, 1100, 1020", "5, 1300, 1020"})
  void whatDoesNotFitIsNotTakenUntilSomethingIsShown(int length, int count, int most) {
    TicketFixture ticket = new TicketFixture();
    Deque<List<TicketCommand.TakeMessage>> offered = messages(count, length);
    List<String> written =
        offered.stream().flatMap(List::stream).map(message -> message.content().text()).toList();
    open(ticket, offered);

    take(ticket, offered);

    TicketState full = ticket.state();
    assertThat(ticket.command(new TicketCommand.TakeMessages(offered.getFirst())))
        .isEqualTo(new TicketReply.Full());
    assertThat(ticket.command(notice(ticket))).isEqualTo(new TicketReply.Full());
    assertThat(ticket.state()).as("nothing is changed").isEqualTo(full);
    assertThat(ticket.book().unshown()).hasSizeBetween(100, most);

    // Discord is back: all of it is shown, once and in order.
    while (!offered.isEmpty()) {
      ticket.discordDoesAll();
      take(ticket, offered);
    }
    ticket.discordDoesAll();
    assertThat(
            ticket.book().entries().stream()
                .filter(entry -> entry.author() instanceof Author.OfMember)
                .toList())
        .hasSize(count)
        .allMatch(Entry::settled);
    assertThat(
            ticket.journal().stream()
                .filter(TicketEvent.Written.class::isInstance)
                .map(event -> ((TicketEvent.Written) event).content().text()))
        .containsExactlyElementsOf(written);
  }

  @Test
  void thereIsRoomOnceHalfOfItIsShown() {
    TicketFixture ticket = new TicketFixture();
    Deque<List<TicketCommand.TakeMessage>> offered = messages(2_000, 5);
    open(ticket, offered);
    assertThat(ticket.ask(new TicketQuery.HasRoom()).enough()).isTrue();
    take(ticket, offered);
    assertThat(ticket.ask(new TicketQuery.HasRoom()).enough()).isFalse();

    while (ticket.book().unshown().size() >= MemberBacklog.MOST_WAITING / 2) {
      assertThat(ticket.ask(new TicketQuery.HasRoom()).enough()).isFalse();
      TicketEvent.Planned next = ticket.oldest();
      ticket.settles(next, ticket.success(next.deed()));
    }
    assertThat(ticket.ask(new TicketQuery.HasRoom()).enough()).isTrue();
  }

  /** Reactions, edits and deletions become lines of their own where nothing else can show them. */
  @Test
  void nothingElseOfTheMemberGrowsWithoutABoundEither() {
    TicketFixture ticket = new TicketFixture();
    long shown = ticket.writes("hello");
    ticket.profile();
    ticket.discordDoesAll();

    long took = 0;
    while (ticket.command(new TicketCommand.TakeReaction(shown, "e" + took, true, ticket.now()))
        instanceof TicketReply.Taken) {
      took++;
    }
    assertThat(took).isEqualTo(MemberBacklog.MOST_WAITING);

    ticket.discordDoesAll();
    int edits = 0;
    while (ticket.command(edit(shown, edits, ticket)) instanceof TicketReply.Taken) {
      edits++;
    }
    assertThat(edits).isBetween(100, MemberBacklog.MOST_WAITING);
    TicketState full = ticket.state();
    assertThat(ticket.command(edit(shown, edits, ticket))).isEqualTo(new TicketReply.Full());
    assertThat(ticket.command(new TicketCommand.TakeReaction(5, "x", true, ticket.now())))
        .as("in words")
        .isEqualTo(new TicketReply.Full());
    assertThat(ticket.state()).isEqualTo(full);

    ticket.discordDoesAll();
    assertThat(ticket.command(edit(shown, edits, ticket))).isInstanceOf(TicketReply.Taken.class);
  }

  /** So long that it does not fit where the message stands. */
  private static TicketCommand.TakeEdit edit(long message, int number, TicketFixture ticket) {
    return new TicketCommand.TakeEdit(
        message, Content.of(number + "y".repeat(3_900)), ticket.now().plusSeconds(number));
  }

  /** Whoever offers it once more has to hear that it is stored. */
  @Test
  void whatIsKnownIsTakenHoweverFullItIs() {
    TicketFixture ticket = new TicketFixture();
    Deque<List<TicketCommand.TakeMessage>> offered = messages(300, 3_900);
    List<TicketCommand.TakeMessage> first = offered.getFirst();
    open(ticket, offered);
    take(ticket, offered);

    assertThat(ticket.command(first.getLast())).isInstanceOf(TicketReply.Taken.class);
    assertThat(
            ticket.command(
                new TicketCommand.TakeEdit(
                    first.getLast().message(), Content.of("changed"), ticket.now())))
        .isInstanceOf(TicketReply.Taken.class);
    assertThat(ticket.command(new TicketCommand.TakeMessages(first)))
        .isInstanceOf(TicketReply.Taken.class);
  }

  private static TicketCommand.TakeNotice notice(TicketFixture ticket) {
    return new TicketCommand.TakeNotice(999_999_999, "pinned a message", ticket.now());
  }

  private static void open(TicketFixture ticket, Deque<List<TicketCommand.TakeMessage>> offered) {
    TicketCommand.TakeMessage first = offered.getFirst().getFirst();
    ticket.command(
        new TicketCommand.Open(
            first.member(), 500, List.of(), first.message(), first.content(), first.at()));
    ticket.profile();
  }

  /** Hands over one batch after another until one is not taken. */
  private static void take(TicketFixture ticket, Deque<List<TicketCommand.TakeMessage>> offered) {
    while (!offered.isEmpty()) {
      TicketReply reply = ticket.command(new TicketCommand.TakeMessages(offered.getFirst()));
      if (reply instanceof TicketReply.Full) {
        return;
      }
      assertThat(reply).isInstanceOf(TicketReply.Taken.class);
      offered.removeFirst();
    }
  }

  private static Deque<List<TicketCommand.TakeMessage>> messages(int count, int length) {
    Deque<List<TicketCommand.TakeMessage>> batches = new ArrayDeque<>();
    for (int first = 0; first < count; first += 20) {
      batches.add(
          new ArrayList<>(
              IntStream.range(first, first + 20)
                  .mapToObj(number ->
                      new TicketCommand.TakeMessage(
                          TicketFixture.ALICE,
                          1_000_000 + number,
                          Content.of(number + "x".repeat(length - 4)),
                          TicketFixture.START))
                  .toList()));
    }
    return batches;
  }
}
