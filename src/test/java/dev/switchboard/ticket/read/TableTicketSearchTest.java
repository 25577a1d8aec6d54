package dev.switchboard.ticket.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.switchboard.storage.TestDatabase;
import dev.switchboard.ticket.decide.TicketFixture;
import dev.switchboard.ticket.model.Content;
import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.model.TicketEvent;
import dev.switchboard.ticket.view.Part;
import dev.switchboard.ticket.view.QueryTooSlow;
import dev.switchboard.ticket.view.TicketList.Filter;
import dev.switchboard.ticket.view.TicketList.Row;
import dev.switchboard.ticket.view.TicketMessages;
import dev.switchboard.ticket.view.TicketSearch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages are found by what they say, as the events of tickets and the tables have it. */
class TableTicketSearchTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private final TableTicketSearch search = new TableTicketSearch(DATABASE.database());
  private final TicketFixture ticket =
      new TicketFixture(TicketFixture.rules(OptionalLong.empty(), ""));
  private int recorded;

  @BeforeEach
  void emptyTables() {
    sql("truncate ticket cascade");
  }

  private static void sql(String statement, Object... values) {
    DATABASE.database().jdbi().useHandle(handle -> handle.execute(statement, values));
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

  /** Compares all messages with the table, since most tests write no feed. */
  private static void index() {
    sql("update search_progress set walk_ticket = 0, walk_number = 0");
    SearchIndexTest.catchUp(new SearchIndex(DATABASE.database()));
  }

  private static void ticket(long number, String status) {
    sql(
        """
        insert into ticket (ticket, member_id, user_name, display_name, dm_channel, status, opened_at)
        values (?, ? + 1000, 'alice_' || ?, 'Alice 100%', 1, ?, now())
        """,
        number, number, number, status);
  }

  private static void message(long ticket, int number, String kind, String text) {
    sql(
        """
        insert into ticket_message (ticket, number, source, kind, author_id, author_name, signature, anonymous, text,
          extras, answers, at)
        values (?, ?, ?, ?, ?, 'User', '', false, ?, '{}', 0, timestamptz '2026-11-30T12:00:00Z' + ? * interval '1 second')
        """,
        ticket,
        number,
        number,
        kind,
        kind.equals("member") ? ticket + 1_000 : 7L,
        text,
        number / 2);
  }

  private static TicketSearch.Wanted wanted(String... words) {
    return new TicketSearch.Wanted(
        List.of(words), Filter.ALL, OptionalLong.empty(), Optional.empty());
  }

  private Part<TicketSearch.Hit> part(
      TicketSearch.Wanted wanted, Optional<TicketSearch.Place> after, int limit) {
    index();
    return search.messages(wanted, after, limit).toCompletableFuture().join();
  }

  private List<Integer> found(TicketSearch.Wanted wanted) {
    return part(wanted, Optional.empty(), 50).rows().stream()
        .map(TicketSearch.Hit::number)
        .toList();
  }

  private List<Integer> found(String... words) {
    return found(wanted(words));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '|',
      value = {
        // Latin: words by their beginning, parts of three letters anywhere, capital or small.
        "refund,1",
        "REF,1",
        "fun,1",
        "re,1",
        "un,0",
        "refunds,0",
        // Neither a sign of SQL nor of a pattern.
        "100%,1",
        "%,1",
        "_,1",
        "__,0",
        "a_b,1",
        "axb,0",
        "\\,1",
        "\\d,1",
        "it's,1",
        "',1",
        "\",1",
        "';drop,0",
        ":*,0",
        "&,0",
        "!,1",
        "<->,0",
        // Other scripts.
        "Überraschung,1",
        "über,1",
        "ÜBER,1",
        "ПРИВЕТ,1",
        "при,1",
        "вет,0",
        "退款,1",
        "退,1",
        "款问,1",
        "退问,0",
        "我要退款问题,1",
        "ดี,1",
        "สวัสดี,1",
        "ครับ,1",
        "ครบ,0",
        "میخواهم,1",
        "می‌خواهم,1",
        "کتاب,1",
        "كتاب,1",
        "خواهم,0",
        "😀,1",
        "👍,1",
        "👍🏽,1",
        "😡,0",
        "http://example.com/a?b=c,1",
        "example,1",
        "alice@example.org,1",
        "12345,1",
        "234,1",
      })
  void aMessageIsFoundByItsWords(String word, int times) {
    ticket(1, "open");
    message(1, 1, "member", "Where is my Refund? It's 100% \"a_b\" \\d 12345");
    message(1, 2, "member", "Überraschung! ПРИВЕТ мир");
    message(1, 3, "member", "我要退款问题。");
    message(1, 4, "member", "สวัสดีครับ");
    message(1, 5, "member", "من می‌خواهم كتاب");
    message(1, 6, "member", "great 😀😀 👍🏽");
    message(1, 7, "member", "see http://example.com/a?b=c or write to alice@example.org");
    assertThat(found(word)).as(word).hasSize(times);
  }

  @Test
  void everyWordHasToBeThere() {
    ticket(1, "open");
    message(1, 1, "member", "my order is lost, 退款");
    message(1, 2, "member", "my order is here");
    assertThat(found("order", "lost")).containsExactly(1);
    assertThat(found("LOST", "or", "退款", "my")).containsExactly(1);
    assertThat(found("order")).containsExactly(2, 1);
    assertThat(found("order", "nowhere")).isEmpty();
  }

  @Test
  void aWordOfAnyLengthIsLookedFor() {
    ticket(1, "open");
    String long1 = "x".repeat(3_000);
    message(1, 1, "member", long1 + " tail");
    assertThat(found("x".repeat(200))).containsExactly(1);
    assertThat(found("tail")).containsExactly(1);
    assertThat(found("y".repeat(200))).isEmpty();
    assertThat(found("\u200d")).isEmpty();
  }

  @Test
  void findingsComeInPartsTheNewestFirst() {
    ticket(1, "open");
    ticket(2, "open");
    for (int i = 1; i <= 9; i++) {
      message(1 + i % 2, i, "member", "hello " + i);
    }
    List<Integer> all = found("hello");
    assertThat(all).hasSize(9).startsWith(9, 8);
    List<Integer> paged = new ArrayList<>();
    Optional<TicketSearch.Place> after = Optional.empty();
    for (boolean more = true; more; ) {
      Part<TicketSearch.Hit> part = part(wanted("hello"), after, 2);
      part.rows().forEach(hit -> paged.add(hit.number()));
      after = Optional.of(part.rows().getLast().place());
      more = part.more();
      // What is said meanwhile moves nothing.
      message(1, 100 + paged.size(), "member", "hello again");
    }
    assertThat(paged).isEqualTo(all);
  }

  @Test
  void whatTheNewestMessagesDoNotHaveIsFoundByTheIndex() {
    ticket(1, "open");
    message(1, 1, "member", "the needle");
    message(1, 2, "member", "a Nadelöhr");
    sql(
        """
        insert into ticket_message (ticket, number, source, kind, author_id, author_name, signature, anonymous, text,
          extras, answers, at)
        select 1, n, n, 'member', 5, 'User', '', false, 'hay ' || n, '{}', 0, now() from generate_series(10, 4000) as n
        """);
    Part<TicketSearch.Hit> part = part(wanted("needle"), Optional.empty(), 1);
    assertThat(part.rows()).extracting(TicketSearch.Hit::number).containsExactly(1);
    assertThat(part.more()).isFalse();
    assertThat(part(wanted("nadelö"), Optional.empty(), 1).rows()).hasSize(1);
    assertThat(part(wanted("hay"), Optional.empty(), 1).more()).isTrue();
  }

  @Test
  void findingsAreFilteredByTicketAuthorAndKind() {
    ticket(1, "open");
    ticket(2, "closed");
    message(1, 1, "member", "hello");
    message(1, 2, "reply", "hello");
    message(2, 3, "note", "hello");
    message(2, 4, "remark", "hello");
    assertThat(found(filtered(Filter.OPEN, 0, null))).containsExactly(2, 1);
    assertThat(found(filtered(Filter.CLOSED, 0, null))).containsExactly(4, 3);
    assertThat(found(filtered(Filter.ALL, 1_001, null))).containsExactly(1);
    assertThat(found(filtered(Filter.ALL, 7, TicketMessages.Kind.NOTE))).containsExactly(3);
    assertThat(found(filtered(Filter.OPEN, 8, null))).isEmpty();
  }

  private static TicketSearch.Wanted filtered(
      Filter filter, long author, TicketMessages.@org.jspecify.annotations.Nullable Kind kind) {
    return new TicketSearch.Wanted(
        List.of("hello"),
        filter,
        author == 0 ? OptionalLong.empty() : OptionalLong.of(author),
        Optional.ofNullable(kind));
  }

  // ---- by the events of a ticket

  @Test
  void anEditIsFoundByWhatItSaysNow() {
    long message = ticket.writes("my password is hunter");
    record();
    assertThat(found("hunter")).containsExactly(1);
    ticket.pass(Duration.ofSeconds(5));
    ticket.command(new TicketCommand.TakeEdit(message, Content.of("never mind"), ticket.now()));
    record();
    assertThat(found("hunter")).isEmpty();
    assertThat(found("mind")).containsExactly(1);
  }

  @Test
  void aDeletedMessageIsNotFound() {
    long message = ticket.writes("my password is hunter");
    ticket.writes("hello");
    record();
    assertThat(found("hunter")).containsExactly(1);
    ticket.command(new TicketCommand.TakeDelete(message, ticket.now()));
    record();
    assertThat(found("hunter")).isEmpty();
    assertThat(rows()).isEqualTo(1);
  }

  @Test
  void nothingIsLeftOfAnErasedTicket() {
    ticket.writes("my password is hunter");
    ticket.profile();
    ticket.discordDoesAll();
    ticket.command(
        new TicketCommand.Close(81, TicketFixture.BOB, "solved", true, false, ticket.now()));
    ticket.discordDoesAll();
    ticket.command(new TicketCommand.Purge("root", ticket.now()));
    record();
    assertThat(found("hunter")).isEmpty();
    assertThat(rows()).isZero();
    assertThat(tickets("alice")).isEmpty();
  }

  private static long rows() {
    return DATABASE
        .database()
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery("select count(*) from ticket_message_search")
                .mapTo(Long.class)
                .one());
  }

  // ---- tickets

  private List<Long> tickets(String... words) {
    return search.tickets(wanted(words)).toCompletableFuture().join().stream()
        .map(Row::ticket)
        .toList();
  }

  @Test
  void aTicketIsFoundByItsNumberAndByTheNamesOfItsMember() {
    for (int i = 1; i <= 12; i++) {
      ticket(i, i == 12 ? "closed" : "open");
    }
    assertThat(tickets("#7")).containsExactly(7L);
    assertThat(tickets("7")).first().isEqualTo(7L);
    assertThat(tickets("ALICE_1")).containsExactly(12L, 11L, 10L, 1L);
    assertThat(tickets("alice", "100%")).hasSize(TicketSearch.MOST_TICKETS);
    assertThat(tickets("alice%")).isEmpty();
    assertThat(tickets("999999999999999999")).isEmpty();
  }

  // ---- without an index of parts

  @Test
  void withoutTheExtensionWordsAreFoundByTheirBeginning() {
    ticket(1, "open");
    message(1, 1, "member", "a smartphone, 退款");
    sql("alter index ticket_message_search_parts rename to hidden");
    try {
      assertThat(found("smart")).containsExactly(1);
      assertThat(found("phone")).isEmpty();
      assertThat(found("退款")).containsExactly(1);
    } finally {
      sql("alter index hidden rename to ticket_message_search_parts");
    }
    assertThat(found("phone")).containsExactly(1);
  }

  @Test
  void aQuestionThatTakesTooLongIsGivenUp() {
    BoundedQueries bounded = new BoundedQueries(DATABASE.database(), Duration.ofMillis(50));
    assertThatThrownBy(() ->
            bounded
                .read(handle -> handle.createQuery("select pg_sleep(30)").mapTo(String.class).one())
                .toCompletableFuture()
                .join())
        .hasCauseInstanceOf(QueryTooSlow.class);
  }
}
