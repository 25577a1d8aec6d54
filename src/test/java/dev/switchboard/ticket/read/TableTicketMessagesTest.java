package dev.switchboard.ticket.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.switchboard.storage.TestDatabase;
import dev.switchboard.ticket.decide.TicketFixture;
import dev.switchboard.ticket.model.Attachment;
import dev.switchboard.ticket.model.Content;
import dev.switchboard.ticket.model.HandlingChange;
import dev.switchboard.ticket.model.Priority;
import dev.switchboard.ticket.model.StoredFile;
import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.model.TicketEvent;
import dev.switchboard.ticket.view.Part;
import dev.switchboard.ticket.view.Position;
import dev.switchboard.ticket.view.TicketList;
import dev.switchboard.ticket.view.TicketMessages;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Lists of tickets and messages, from the tables as the events of tickets fill them. */
class TableTicketMessagesTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private final TableTicketMessages messages = new TableTicketMessages(DATABASE.database());
  private final TableTicketList tickets = new TableTicketList(DATABASE.database());
  private final TicketFixture ticket =
      new TicketFixture(TicketFixture.rules(OptionalLong.empty(), ""));
  private int recorded;

  @BeforeEach
  void emptyTables() {
    DATABASE.database().jdbi().useHandle(handle -> handle.execute("truncate ticket cascade"));
  }

  private void record() {
    DATABASE
        .database()
        .jdbi()
        .useTransaction(handle -> {
          EventBatch group = new EventBatch();
          List<TicketEvent> journal = ticket.journal();
          for (; recorded < journal.size(); recorded++) {
            group.add(TicketFixture.TICKET, recorded + 1L, journal.get(recorded));
          }
          group.record(handle);
        });
  }

  private static Position down(long from, int limit) {
    return new Position(
        Position.Direction.DOWN, from == 0 ? OptionalLong.empty() : OptionalLong.of(from), limit);
  }

  private static Position up(long from, int limit) {
    return new Position(Position.Direction.UP, OptionalLong.of(from), limit);
  }

  private Part<TicketMessages.Message> part(TicketMessages.Audience audience, Position position) {
    return messages
        .part(TicketFixture.TICKET, audience, position)
        .toCompletableFuture()
        .join()
        .orElseThrow();
  }

  private List<TicketMessages.Message> all(TicketMessages.Audience audience) {
    return part(audience, up(0, 200)).rows();
  }

  private static List<Integer> numbers(Part<TicketMessages.Message> part) {
    return part.rows().stream().map(TicketMessages.Message::number).toList();
  }

  @Test
  void messagesComeInPartsInBothDirections() {
    for (int i = 1; i <= 5; i++) {
      ticket.writes("message " + i);
    }
    record();

    Part<TicketMessages.Message> newest = part(TicketMessages.Audience.STAFF, down(0, 2));
    assertThat(numbers(newest)).containsExactly(5, 4);
    assertThat(newest.more()).isTrue();
    assertThat(numbers(part(TicketMessages.Audience.STAFF, down(4, 2)))).containsExactly(3, 2);
    Part<TicketMessages.Message> oldest = part(TicketMessages.Audience.STAFF, down(2, 2));
    assertThat(numbers(oldest)).containsExactly(1);
    assertThat(oldest.more()).isFalse();
    assertThat(numbers(part(TicketMessages.Audience.STAFF, up(3, 2)))).containsExactly(4, 5);
    assertThat(part(TicketMessages.Audience.STAFF, up(5, 2)).rows()).isEmpty();
  }

  @Test
  void aMessageIsToldWithItsFormerTextsItsFilesAndItsDelivery() {
    long message =
        ticket.writes(
            "first",
            new Attachment(31, "a.png", 10, "https://cdn.example/a.png", "image/png"),
            new Attachment(32, "b.bin", 20, "https://cdn.example/b.bin", ""));
    ticket.pass(Duration.ofSeconds(5));
    ticket.command(new TicketCommand.TakeEdit(message, Content.of("second"), ticket.now()));
    ticket.command(
        new TicketCommand.FileStored(
            1, 31, new StoredFile("a".repeat(64), "a.png", 10, "image/png"), ticket.now()));
    ticket.command(new TicketCommand.FileRefused(1, 32, "too large", ticket.now()));
    ticket.command(new TicketCommand.TakeDelete(message, ticket.now()));
    ticket.profile();
    ticket.discordDoesAll();
    record();

    TicketMessages.Message told = all(TicketMessages.Audience.STAFF).getFirst();

    assertThat(told.kind()).isEqualTo(TicketMessages.Kind.MEMBER);
    assertThat(told.author()).isEqualTo(TicketFixture.ALICE.id());
    assertThat(told.name()).isEqualTo("Alice");
    assertThat(told.text()).isEqualTo("second");
    assertThat(told.former()).extracting(TicketMessages.Former::text).containsExactly("first");
    assertThat(told.edited()).isPresent();
    assertThat(told.deleted()).isPresent();
    assertThat(told.delivery().fate()).isEqualTo(TicketMessages.Fate.DELIVERED);
    assertThat(told.files())
        .extracting(TicketMessages.File::name, TicketMessages.File::copy)
        .containsExactly(
            tuple("a.png", TicketMessages.Copy.KEPT), tuple("b.bin", TicketMessages.Copy.LOST));
    assertThat(told.files().getFirst().stored().orElseThrow().key()).isEqualTo("a".repeat(64));
    assertThat(told.files().getLast().lost()).isEqualTo("too large");
  }

  @Test
  void aTextThatWasEditedOftenIsToldWithItsNewestFormerTexts() {
    long message = ticket.writes("text 0");
    for (int i = 1; i <= 30; i++) {
      ticket.pass(Duration.ofSeconds(5));
      ticket.command(new TicketCommand.TakeEdit(message, Content.of("text " + i), ticket.now()));
    }
    record();

    List<TicketMessages.Former> former = all(TicketMessages.Audience.STAFF).getFirst().former();

    assertThat(former).hasSize(TicketMessages.FORMER_TEXTS);
    assertThat(former.getFirst().text()).isEqualTo("text 10");
    assertThat(former.getLast().text()).isEqualTo("text 29");
  }

  @Test
  void notesAndRemarksAreForStaffAlone() {
    ticket.writes("hello");
    ticket.command(
        new TicketCommand.TakeNote(71, TicketFixture.BOB, Content.of("secret"), ticket.now()));
    ticket.command(new TicketCommand.Remark(72, "He wrote: secret", ticket.now()));
    ticket.replies("good morning");
    record();

    assertThat(all(TicketMessages.Audience.STAFF))
        .extracting(TicketMessages.Message::kind)
        .containsExactly(
            TicketMessages.Kind.MEMBER,
            TicketMessages.Kind.NOTE,
            TicketMessages.Kind.REMARK,
            TicketMessages.Kind.REPLY);
    assertThat(all(TicketMessages.Audience.BOTH_SIDES))
        .extracting(TicketMessages.Message::number)
        .containsExactly(1, 4);
  }

  @Test
  void anUnknownTicketHasNoMessages() {
    assertThat(
            messages
                .part(8, TicketMessages.Audience.STAFF, down(0, 10))
                .toCompletableFuture()
                .join())
        .isEmpty();
  }

  // ---- tickets

  private TicketList.Details details() {
    return tickets.details(TicketFixture.TICKET).toCompletableFuture().join().orElseThrow();
  }

  @Test
  void theVersionOfATicketGrowsWithEachChange() {
    ticket.writes("hello");
    record();
    long before = details().version();

    ticket.command(
        new TicketCommand.Handle(
            60,
            TicketFixture.BOB,
            new HandlingChange.SetPriority(Priority.URGENT),
            false,
            ticket.now()));
    record();

    assertThat(details().version()).isGreaterThan(before).isEqualTo(ticket.journal().size());
    assertThat(details().priority()).isEqualTo(Priority.URGENT);
  }

  @Test
  void aClosedTicketIsToldWithWhoClosedItAndWhy() {
    ticket.writes("hello");
    ticket.profile();
    ticket.discordDoesAll();
    record();
    assertThat(details().closure()).isEmpty();
    assertThat(details().channel()).hasValue(TicketFixture.CHANNEL);

    ticket.command(
        new TicketCommand.Close(81, TicketFixture.BOB, "solved", true, false, ticket.now()));
    ticket.discordDoesAll();
    record();

    TicketList.Closure closure = details().closure().orElseThrow();
    assertThat(details().state()).isEqualTo(TicketList.State.CLOSED);
    assertThat(closure.by()).isEqualTo(TicketFixture.BOB.id());
    assertThat(closure.name()).isEqualTo("Bob");
    assertThat(closure.reason()).isEqualTo("solved");
    assertThat(closure.silent()).isTrue();
    assertThat(closure.closed()).isPresent();
    assertThat(details().memberMessages()).isEqualTo(1);
  }

  // ---- plans

  /** A ticket of 5,000 messages among others, as PostgreSQL finds a part of it. */
  @Test
  void aPartIsFoundByItsKeyHoweverLongTheTicketIs() {
    DATABASE
        .database()
        .jdbi()
        .useHandle(handle -> {
          handle.execute(
              """
              insert into ticket (ticket, member_id, user_name, display_name, dm_channel, status, opened_at)
              select n, n, 'user', 'User', 1, 'open', now() from generate_series(1, 3) as n
              """);
          handle.execute(
              """
              insert into ticket_message (ticket, number, source, kind, author_id, author_name, signature, anonymous,
                text, extras, answers, at)
              select t, n, n, 'member', t, 'User', '', false, repeat('word ', 20), '{}', 0, now()
              from generate_series(1, 3) as t, generate_series(1, 5000) as n
              """);
          handle.execute("analyze ticket_message");
        });
    for (Position position : List.of(down(0, 50), down(2_500, 50), up(4_900, 50))) {
      List<String> plan = new ArrayList<>();
      DATABASE
          .database()
          .jdbi()
          .useHandle(handle ->
              plan.addAll(
                  handle
                      .createQuery(
                          "explain "
                              + TableTicketMessages.sql(TicketMessages.Audience.STAFF, position)
                                  .replace(":ticket", "2")
                                  .replace(":from", String.valueOf(position.from().orElse(0)))
                                  .replace(":limit", "51"))
                      .mapTo(String.class)
                      .list()));
      assertThat(String.join("\n", plan))
          .contains("ticket_message_pkey")
          .contains("Index Scan")
          .doesNotContain("Sort")
          .doesNotContain("Seq Scan");
    }
  }
}
