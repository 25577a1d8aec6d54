package dev.switchboard.ticket.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.storage.TestDatabase;
import dev.switchboard.ticket.decide.TicketFixture;
import dev.switchboard.ticket.model.Content;
import dev.switchboard.ticket.model.Priority;
import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.model.TicketEvent;
import dev.switchboard.ticket.view.Part;
import dev.switchboard.ticket.view.TicketList;
import dev.switchboard.ticket.view.TicketList.Filter;
import dev.switchboard.ticket.view.TicketList.Sort;
import dev.switchboard.ticket.view.TicketList.Wanted;
import dev.switchboard.ticket.view.TicketList.Way;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tickets in their orders, by their filters, and what their rows say of the conversation. */
class TableTicketListTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");

  private final TableTicketList tickets = new TableTicketList(DATABASE.database());
  private final TicketFixture ticket =
      new TicketFixture(TicketFixture.rules(OptionalLong.empty(), ""));
  private int recorded;

  @BeforeEach
  void emptyTables() {
    DATABASE.database().jdbi().useHandle(handle -> handle.execute("truncate ticket cascade"));
  }

  /** Thirty tickets: the odd ones are open, and of these each third waits since its own hour. */
  private static void thirtyTickets() {
    DATABASE
        .database()
        .jdbi()
        .useHandle(handle ->
            handle.execute(
                """
                insert into ticket (ticket, member_id, user_name, display_name, dm_channel, status, opened_at, priority,
                  waiting_since)
                select n, 1000 + n % 3, 'user_' || n, '100% User ' || n, 1,
                  case when n % 2 = 0 then 'closed' else 'open' end,
                  timestamptz '2026-11-30T12:00:00Z' + n * interval '1 hour',
                  case when n % 5 = 0 then 'high' else 'normal' end,
                  case when n % 6 = 3 then timestamptz '2026-11-30T12:00:00Z' - n * interval '1 hour' end
                from generate_series(1, 30) as n
                """));
  }

  private Part<TicketList.Details> part(Wanted wanted, Way way) {
    return tickets.part(wanted, way).toCompletableFuture().join();
  }

  private List<Long> listed(Wanted wanted, Way way) {
    return part(wanted, way).rows().stream().map(TicketList.Details::ticket).toList();
  }

  private static Way way(Sort sort, boolean back, long from, int limit) {
    return new Way(
        sort,
        back,
        from == 0 ? Optional.empty() : Optional.of(new TicketList.Place(Optional.empty(), from)),
        limit);
  }

  private static Way newest(int limit) {
    return way(Sort.NEWEST, false, 0, limit);
  }

  @Test
  void ticketsAreListedNewestFirstByTheirFilters() {
    thirtyTickets();
    Wanted all = Wanted.of(Filter.ALL);
    assertThat(listed(all, newest(3))).containsExactly(30L, 29L, 28L);
    assertThat(listed(all, way(Sort.NEWEST, false, 28, 2))).containsExactly(27L, 26L);
    assertThat(listed(all, way(Sort.NEWEST, true, 28, 9))).containsExactly(29L, 30L);
    assertThat(listed(all, way(Sort.OLDEST, false, 28, 9))).containsExactly(29L, 30L);
    assertThat(listed(all, way(Sort.OLDEST, true, 3, 9))).containsExactly(2L, 1L);
    assertThat(listed(Wanted.of(Filter.OPEN).of(Priority.HIGH), newest(9)))
        .containsExactly(25L, 15L, 5L);
    assertThat(listed(Wanted.of(Filter.CLOSED).of(1_001), newest(2))).containsExactly(28L, 22L);
  }

  @Test
  void theOneWhoWaitsLongestComesFirstAndThenWhoDoesNotWait() {
    thirtyTickets();
    Wanted open = Wanted.of(Filter.OPEN);
    List<Long> order =
        List.of(27L, 21L, 15L, 9L, 3L, 1L, 5L, 7L, 11L, 13L, 17L, 19L, 23L, 25L, 29L);
    assertThat(listed(open, way(Sort.WAITING, false, 0, 50))).isEqualTo(order);

    List<Long> paged = new ArrayList<>();
    Optional<TicketList.Place> from = Optional.empty();
    for (boolean more = true; more; ) {
      Part<TicketList.Details> part = part(open, new Way(Sort.WAITING, false, from, 4));
      part.rows().forEach(row -> paged.add(row.ticket()));
      from = Optional.of(place(part.rows().getLast()));
      more = part.more();
    }
    assertThat(paged).isEqualTo(order);

    assertThat(listed(open, new Way(Sort.WAITING, true, from, 50)))
        .isEqualTo(order.subList(0, order.size() - 1).reversed());
  }

  private static TicketList.Place place(TicketList.Details row) {
    return new TicketList.Place(row.waitingSince(), row.ticket());
  }

  @Test
  void ticketsAreFilteredByTimeAndByTheSideThatIsAwaited() {
    thirtyTickets();
    Wanted open = Wanted.of(Filter.OPEN);
    Wanted between =
        new Wanted(
            Filter.ALL,
            Optional.empty(),
            OptionalLong.empty(),
            Optional.empty(),
            Optional.of(NOON.plus(Duration.ofHours(4))),
            Optional.of(NOON.plus(Duration.ofHours(7))),
            Optional.empty(),
            OptionalLong.empty());
    assertThat(listed(between, newest(9))).containsExactly(6L, 5L, 4L);
    assertThat(listed(awaiting(open, TicketList.Awaited.STAFF), newest(9)))
        .containsExactly(27L, 21L, 15L, 9L, 3L);
    assertThat(listed(awaiting(open, TicketList.Awaited.MEMBER), newest(3)))
        .containsExactly(29L, 25L, 23L);
    assertThat(tickets.count(open).toCompletableFuture().join())
        .isEqualTo(new TicketList.Count(15, true));
    assertThat(tickets.count(between).toCompletableFuture().join().number()).isEqualTo(3);
  }

  private static Wanted awaiting(Wanted wanted, TicketList.Awaited awaited) {
    return new Wanted(
        wanted.filter(),
        wanted.priority(),
        wanted.member(),
        wanted.name(),
        wanted.openedFrom(),
        wanted.openedBefore(),
        Optional.of(awaited),
        wanted.unreadBy());
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "USER_7,1",
        "user_2,2",
        "0% uSER 30,1",
        "%,15",
        "_,15",
        "\\,0",
        "',0",
        "user%,0",
        "😀,0"
      })
  void aPartOfANameIsFoundAsItStands(String name, int found) {
    thirtyTickets();
    Wanted wanted =
        new Wanted(
            name.contains("30") ? Filter.CLOSED : Filter.OPEN,
            Optional.empty(),
            OptionalLong.empty(),
            Optional.of(name),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            OptionalLong.empty());
    // Of user_2, the open ones: 21, 23, 25, 27 and 29.
    assertThat(listed(wanted, newest(50))).hasSize(name.equals("user_2") ? 5 : found);
  }

  @Test
  void aMemberIsSummedUp() {
    thirtyTickets();
    assertThat(tickets.member(1_001).toCompletableFuture().join())
        .contains(
            new TicketList.MemberSummary(
                1_001, "user_28", "100% User 28", 10, 5, NOON.plus(Duration.ofHours(28))));
    assertThat(tickets.member(5).toCompletableFuture().join()).isEmpty();
  }

  // ---- by the events of a ticket

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

  private TicketList.Details details() {
    return tickets.details(TicketFixture.TICKET).toCompletableFuture().join().orElseThrow();
  }

  @Test
  void aMemberWaitsSinceTheirOldestMessageWithoutAReply() {
    ticket.writes("hello");
    Instant first = ticket.now();
    ticket.pass(Duration.ofMinutes(1));
    record();
    ticket.writes("anybody?");
    record();
    assertThat(details().waitingSince()).contains(first);

    ticket.command(
        new TicketCommand.TakeNote(71, TicketFixture.BOB, Content.of("later"), ticket.now()));
    record();
    assertThat(details().waitingSince()).contains(first);

    ticket.replies("good morning");
    record();
    assertThat(details().waitingSince()).isEmpty();

    ticket.pass(Duration.ofMinutes(1));
    ticket.writes("thanks");
    Instant again = ticket.now();
    record();
    assertThat(details().waitingSince()).contains(again);
  }

  @Test
  void inOneBatchOrInManyTheRowIsTheSame() {
    ticket.writes("hello");
    ticket.pass(Duration.ofMinutes(1));
    ticket.replies("good morning");
    ticket.pass(Duration.ofMinutes(1));
    ticket.writes("thanks");
    Instant again = ticket.now();
    record();
    assertThat(details().waitingSince()).contains(again);
  }

  @Test
  void nobodyWaitsInATicketThatStaffClose() {
    ticket.writes("hello");
    ticket.profile();
    ticket.discordDoesAll();
    ticket.command(
        new TicketCommand.Close(81, TicketFixture.BOB, "solved", true, false, ticket.now()));
    record();
    assertThat(details().waitingSince()).isEmpty();
  }

  @Test
  void theNewestMessageThatIsNotDeletedIsThePreview() {
    ticket.writes("first");
    long second = ticket.writes("ab".repeat(300));
    ticket.command(
        new TicketCommand.TakeNote(71, TicketFixture.BOB, Content.of("secret"), ticket.now()));
    record();
    TicketList.Preview preview = details().preview().orElseThrow();
    assertThat(preview.number()).isEqualTo(2);
    assertThat(preview.byMember()).isTrue();
    assertThat(preview.name()).isEqualTo("Alice");
    assertThat(preview.text()).startsWith("abab").hasSizeLessThanOrEqualTo(200);

    ticket.command(new TicketCommand.TakeDelete(second, ticket.now()));
    record();
    assertThat(details().preview().orElseThrow().text()).isEqualTo("first");
  }

  // ---- plans

  /** Ten thousand open tickets beside as many closed ones, as PostgreSQL finds a part of them. */
  @Test
  void eachOrderHasAnIndex() {
    DATABASE
        .database()
        .jdbi()
        .useHandle(handle -> {
          handle.execute(
              """
              insert into ticket (ticket, member_id, user_name, display_name, dm_channel, status, opened_at, waiting_since)
              select n, n, 'user', 'User', 1, case when n > 10000 then 'open' else 'closed' end, now(),
                case when n > 15000 then now() - n * interval '1 second' end
              from generate_series(1, 20000) as n
              """);
          handle.execute("analyze ticket");
        });
    Wanted open = Wanted.of(Filter.OPEN);
    assertThat(plan(open, way(Sort.WAITING, false, 0, 50))).contains("ticket_waiting");
    assertThat(plan(open, way(Sort.WAITING, false, 17_000, 50))).contains("ticket_waiting");
    assertThat(plan(open, newest(50))).contains("Index Scan");
    assertThat(plan(open.of(77), newest(50))).contains("ticket_member");
    assertThat(plan(Wanted.of(Filter.ALL), way(Sort.OLDEST, false, 500, 50)))
        .contains("ticket_pkey");
  }

  private static String plan(Wanted wanted, Way way) {
    List<String> plan =
        DATABASE
            .database()
            .jdbi()
            .withHandle(handle ->
                handle
                    .createQuery(
                        "explain "
                            + TableTicketList.sql(wanted, way)
                                .replace(":since", "now()")
                                .replace(
                                    ":from",
                                    String.valueOf(
                                        way.from().map(TicketList.Place::ticket).orElse(0L)))
                                .replace(":member", String.valueOf(wanted.member().orElse(0)))
                                .replace(":limit", "51"))
                    .mapTo(String.class)
                    .list());
    return String.join("\n", plan);
  }
}
