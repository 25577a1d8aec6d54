package dev.switchboard.ticket.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.access.Principal;
import dev.switchboard.access.Right;
import dev.switchboard.access.Surface;
import dev.switchboard.storage.TestDatabase;
import dev.switchboard.ticket.view.ReadMarks;
import dev.switchboard.ticket.view.TicketList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TableReadMarksTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private static final Principal ANNA = user(7);
  private static final Principal SAM = user(8);

  private final TableReadMarks marks = new TableReadMarks(DATABASE.database());
  private final TableTicketList tickets = new TableTicketList(DATABASE.database());

  private static Principal user(long id) {
    return new Principal.DiscordUser(
        id,
        "user " + id,
        Set.of(Right.VIEW_TICKETS),
        new Principal.Source(Surface.PANEL, Optional.empty(), "req_1"));
  }

  @BeforeEach
  void empty() {
    run("truncate ticket cascade");
    run("truncate read_mark");
    open(3);
  }

  private static void run(String sql) {
    DATABASE.database().jdbi().useHandle(handle -> handle.execute(sql));
  }

  private static void open(int count) {
    run(
        """
        insert into ticket (ticket, member_id, user_name, display_name, dm_channel, status, opened_at)
        select n, 1000 + n, 'alice', 'Alice', 2000 + n, 'open', now() from generate_series(1, %d) n
        on conflict do nothing
        """
            .formatted(count));
  }

  /** Messages of the numbers {@code first} to {@code last} in each ticket of a range. */
  private static void said(int tickets, int first, int last, String kind, long author) {
    run(
        """
        insert into ticket_message (ticket, number, source, kind, author_id, author_name, signature, anonymous, text,
          extras, answers, at)
        select t, n, n, '%s', %d, 'somebody', '', false, 'hello', '{}', 0, now()
        from generate_series(1, %d) t, generate_series(%d, %d) n
        """
            .formatted(kind, author, tickets, first, last));
  }

  private static <T> T now(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }

  private Map<Long, Integer> count(Principal by) {
    return now(marks.count(by, List.of(1L, 2L, 3L, 99L)));
  }

  private List<Long> unread(Principal by, TicketList.Filter filter) {
    return now(
            tickets.part(
                TicketList.Wanted.of(filter).unreadBy(((Principal.DiscordUser) by).id()),
                new TicketList.Way(TicketList.Sort.NEWEST, false, Optional.empty(), 50)))
        .rows()
        .stream()
        .map(TicketList.Details::ticket)
        .toList();
  }

  @Test
  void messagesOfTheMemberAndOfOthersAreUnreadUntilTheyAreRead() {
    said(1, 1, 2, "member", 1001);
    said(1, 3, 3, "reply", 8);
    said(1, 4, 4, "note", 8);
    said(1, 5, 5, "remark", 0);
    said(1, 6, 6, "reply", 7);

    assertThat(count(ANNA)).isEqualTo(Map.of(1L, 4));
    assertThat(count(SAM)).isEqualTo(Map.of(1L, 3));
    assertThat(unread(ANNA, TicketList.Filter.OPEN)).containsExactly(1L);

    assertThat(now(marks.read(ANNA, 1, 3))).isTrue();
    assertThat(count(ANNA)).isEqualTo(Map.of(1L, 1));
    now(marks.read(ANNA, 1, 6));
    assertThat(count(ANNA)).isEmpty();
    assertThat(unread(ANNA, TicketList.Filter.OPEN)).isEmpty();
    assertThat(unread(SAM, TicketList.Filter.OPEN)).containsExactly(1L);
  }

  @Test
  void theMarkOnlyGoesForwardAndNotBeyondWhatWasSaid() {
    said(1, 1, 5, "member", 1001);
    now(marks.read(ANNA, 1, 4));
    now(marks.read(ANNA, 1, 2));
    assertThat(count(ANNA)).isEqualTo(Map.of(1L, 1));

    now(marks.read(ANNA, 1, Integer.MAX_VALUE));
    said(1, 6, 6, "member", 1001);
    assertThat(count(ANNA)).isEqualTo(Map.of(1L, 1));
  }

  @Test
  void whatIsMarkedAsUnreadIsSoUntilItIsReadAgain() {
    said(1, 1, 5, "member", 1001);
    now(marks.read(ANNA, 1, 5));

    assertThat(now(marks.unread(ANNA, 1))).isTrue();
    assertThat(count(ANNA)).isEqualTo(Map.of(1L, 1));
    assertThat(unread(ANNA, TicketList.Filter.OPEN)).containsExactly(1L);
    assertThat(count(SAM)).isEqualTo(Map.of(1L, 5));

    now(marks.read(ANNA, 1, 1));
    assertThat(count(ANNA)).isEmpty();
    now(marks.unread(ANNA, 2));
    assertThat(count(ANNA)).isEqualTo(Map.of(2L, 1));
  }

  @Test
  void atMostTenAreCountedAndDeletedOnesNotAtAll() {
    said(1, 1, 500, "member", 1001);
    said(2, 501, 503, "member", 1001);
    run("update ticket_message set deleted_at = now() where ticket = 2 and number < 503");

    assertThat(count(ANNA)).isEqualTo(Map.of(1L, ReadMarks.MOST, 2L, 1));
  }

  @Test
  void aClosedTicketThatWasNeverOpenedIsRead() {
    said(2, 1, 1, "member", 1001);
    now(marks.read(ANNA, 1, 1));
    run("update ticket set status = 'closed', closed_at = now()");
    said(2, 2, 2, "member", 1001);

    assertThat(count(ANNA)).isEqualTo(Map.of(1L, 1));
    assertThat(unread(ANNA, TicketList.Filter.ALL)).containsExactly(1L);
    assertThat(unread(ANNA, TicketList.Filter.OPEN)).isEmpty();
  }

  @Test
  void thereIsNoMarkInATicketThatIsNotThereOrErased() {
    run("update ticket set purged_at = now() where ticket = 2");
    assertThat(now(marks.read(ANNA, 99, 1))).isFalse();
    assertThat(now(marks.unread(ANNA, 2))).isFalse();
  }

  @Test
  void marksAreForgottenAMonthAfterTheTicketIsClosed() {
    said(3, 1, 1, "member", 1001);
    for (long ticket = 1; ticket <= 3; ticket++) {
      now(marks.unread(ANNA, ticket));
    }
    run(
        "update ticket set status = 'closed', closed_at = now() - interval '31 days' where ticket = 1");
    run("update ticket set status = 'closed', closed_at = now() where ticket = 2");

    now(marks.forget());

    assertThat(count(ANNA).keySet()).containsExactlyInAnyOrder(2L, 3L);
  }

  /** With ten thousand open tickets, all of them read but the two oldest. */
  @Test
  void theUnreadOnesAmongTenThousandAreFoundByIndexes() {
    open(10_000);
    said(10_000, 1, 5, "member", 1001);
    run(
        "insert into read_mark (reader, ticket, message, unread) select 7, n, 5, false from generate_series(3, 10000) n");
    run(
        "insert into read_mark (reader, ticket, message, unread) select 8, n, 5, false from generate_series(1, 10000) n");
    run("analyze");

    assertThat(unread(ANNA, TicketList.Filter.OPEN)).containsExactly(2L, 1L);
    assertThat(now(marks.count(ANNA, LongStream.rangeClosed(1, 200).boxed().toList())))
        .isEqualTo(Map.of(1L, 5, 2L, 5));
    assertThat(plan())
        .doesNotContain("Seq Scan on ticket_message")
        .doesNotContain("Seq Scan on read_mark");
  }

  private static String plan() {
    return DATABASE
        .database()
        .jdbi()
        .withHandle(handle ->
            String.join(
                "\n",
                handle
                    .createQuery(
                        "explain select ticket from ticket where status <> 'closed' and "
                            + TableReadMarks.IS_UNREAD.replace(":reader", "7")
                            + " order by ticket desc limit 51")
                    .mapTo(String.class)
                    .list()));
  }
}
