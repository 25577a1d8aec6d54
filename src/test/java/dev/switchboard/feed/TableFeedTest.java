package dev.switchboard.feed;

import static dev.switchboard.feed.FeedFixture.append;
import static dev.switchboard.feed.FeedFixture.draft;
import static dev.switchboard.feed.FeedFixture.positions;
import static dev.switchboard.feed.FeedFixture.tickets;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.switchboard.access.Right;
import dev.switchboard.storage.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TableFeedTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private TableFeed feed;
  private Jdbi jdbi;

  @BeforeEach
  void empty() {
    feed = new TableFeed(DATABASE.database());
    jdbi = DATABASE.database().jdbi();
    jdbi.useHandle(FeedFixture::empty);
  }

  private Feed.Page behind(long position, int most) {
    return feed.behind(position, most).toCompletableFuture().join();
  }

  private static void ask(Handle handle) {
    handle.execute("select set_config('statement_timeout', '20s', true)");
  }

  @Test
  void anEventIsReadAsItWasWritten() {
    append(jdbi, 12, 12);

    Feed.Page page = behind(0, 10);

    assertThat(page.complete()).isTrue();
    assertThat(page.newest()).isEqualTo(1);
    assertThat(page.entries())
        .singleElement()
        .satisfies(entry -> {
          assertThat(entry.position()).isEqualTo(1);
          assertThat(entry.ticket()).isEqualTo(12);
          assertThat(entry.kind()).isEqualTo(FeedKind.TICKET_OPENED);
          assertThat(entry.right()).isEqualTo(Right.VIEW_TICKETS);
          assertThat(entry.payload()).isEqualTo("{\"ticket\": \"12\"}");
        });
  }

  @Test
  void anEmptyFeedBeginsAtZero() {
    assertThat(behind(0, 10)).isEqualTo(new Feed.Page(List.of(), true, 0, 0));
    assertThat(feed.head().toCompletableFuture().join()).isEqualTo(new Feed.Head("", 0));
    assertThat(behind(7, 10).complete()).as("a position that was never given").isFalse();
  }

  /**
   * The second transaction has its events ready before the first one commits. If positions were
   * given by a sequence, a reader would see the second one first, and then never the first.
   */
  @Test
  void aTransactionThatBeganEarlierAndEndsLaterIsNotOvertaken() {
    try (Handle first = jdbi.open();
        Handle second = jdbi.open()) {
      first.begin();
      ask(first);
      FeedRows.append(first, List.of(draft(1), draft(2)));
      CompletableFuture<Void> other =
          CompletableFuture.runAsync(() -> {
            second.begin();
            ask(second);
            FeedRows.append(second, List.of(draft(3)));
            second.commit();
          });
      await()
          .until(() ->
              jdbi.withHandle(handle ->
                  handle
                      .createQuery(
                          "select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
                              + " and query like '%feed_head%' and datname = current_database()")
                      .mapTo(Integer.class)
                      .one()
                      .equals(1)));
      assertThat(behind(0, 10).entries()).isEmpty();

      first.commit();
      other.join();
    }
    assertThat(tickets(behind(0, 10).entries())).containsExactly(1L, 2L, 3L);
    assertThat(positions(behind(0, 10).entries())).containsExactly(1L, 2L, 3L);
  }

  @Test
  void aTransactionThatIsRolledBackLeavesNoGap() {
    append(jdbi, 1, 1);
    try (Handle lost = jdbi.open()) {
      lost.begin();
      FeedRows.append(lost, List.of(draft(66), draft(67)));
      lost.rollback();
    }
    append(jdbi, 2, 2);

    assertThat(tickets(behind(0, 10).entries())).containsExactly(1L, 2L);
    assertThat(positions(behind(0, 10).entries())).containsExactly(1L, 2L);
  }

  /** Writers of several sizes, some of which roll back, while a reader follows page by page. */
  @Test
  void aReaderOfConcurrentTransactionsSeesEachEventOnceAndInOrder() {
    long seed = System.nanoTime();
    int writers = 3;
    int each = 60;
    AtomicBoolean done = new AtomicBoolean();
    CompletableFuture<List<FeedEntry>> reading =
        CompletableFuture.supplyAsync(() -> {
          List<FeedEntry> seen = new ArrayList<>();
          long position = 0;
          while (true) {
            boolean last = done.get();
            Feed.Page page = behind(position, 7);
            assertThat(page.complete()).isTrue();
            seen.addAll(page.entries());
            if (page.entries().isEmpty()) {
              if (last) {
                return seen;
              }
            } else {
              position = page.entries().getLast().position();
            }
          }
        });
    List<CompletableFuture<Void>> writing =
        IntStream.range(0, writers)
            .mapToObj(
                writer -> CompletableFuture.runAsync(() -> write(writer, each, seed + writer)))
            .toList();
    writing.forEach(CompletableFuture::join);
    done.set(true);

    List<FeedEntry> seen = reading.join();
    assertThat(positions(seen))
        .as("seed " + seed)
        .isEqualTo(LongStream.rangeClosed(1, seen.size()).boxed().toList());
    for (int writer = 0; writer < writers; writer++) {
      long of = writer;
      assertThat(tickets(seen).stream().filter(ticket -> ticket / 1_000 == of + 1).toList())
          .as("seed " + seed)
          .isEqualTo(LongStream.range(0, each).map(i -> 1_000 * (of + 1) + i).boxed().toList());
    }
  }

  private void write(int writer, int each, long seed) {
    Random random = new Random(seed);
    int written = 0;
    while (written < each) {
      int count = Math.min(1 + random.nextInt(4), each - written);
      int from = written;
      try (Handle handle = jdbi.open()) {
        handle.begin();
        FeedRows.append(
            handle,
            IntStream.range(from, from + count)
                .mapToObj(i -> draft(1_000L * (writer + 1) + i))
                .toList());
        if (random.nextInt(5) == 0) {
          handle.rollback();
        } else {
          handle.commit();
          written += count;
        }
      }
    }
  }

  @Test
  void aPageIsBoundedAndTheNextOneGoesOn() {
    append(jdbi, 1, 5);
    assertThat(tickets(behind(0, 2).entries())).containsExactly(1L, 2L);
    assertThat(behind(0, 2).newest()).isEqualTo(5);
    assertThat(tickets(behind(2, 2).entries())).containsExactly(3L, 4L);
    assertThat(tickets(behind(4, 100_000).entries())).containsExactly(5L);
    assertThat(behind(5, 2)).isEqualTo(new Feed.Page(List.of(), true, 5, 5));
  }

  // ---- what a newer version wrote

  private void newer(String column, String value, long... tickets) {
    for (long ticket : tickets) {
      jdbi.useHandle(handle ->
          handle.execute(
              "update feed set %s = ? where ticket = ?".formatted(column), value, ticket));
    }
  }

  @Test
  void anEventThatOnlyANewerVersionKnowsIsPassedOver() {
    append(jdbi, 1, 6);
    newer("kind", "ticket.snoozed", 1, 3);
    newer("needed_right", "read_minds", 6);

    Feed.Page all = behind(0, 10);
    assertThat(tickets(all.entries())).containsExactly(2L, 4L, 5L);
    assertThat(all.complete()).isTrue();
    assertThat(all.reached()).isEqualTo(6);
    assertThat(behind(2, 1)).isEqualTo(new Feed.Page(List.of(), true, 3, 6));
    assertThat(behind(5, 10)).isEqualTo(new Feed.Page(List.of(), true, 6, 6));
  }

  @Test
  void theLogTellsOnceOfEachUnknownKindAndNotOfAnyNumber() {
    UnknownEvents unknown = new UnknownEvents();
    assertThat(unknown.met("ticket.snoozed", "view_tickets")).isTrue();
    assertThat(unknown.met("ticket.snoozed", "view_tickets")).isFalse();
    assertThat(unknown.met("ticket.opened", "read_minds")).isTrue();
    for (int i = 0; i < UnknownEvents.MOST; i++) {
      unknown.met("kind." + i, "view_tickets");
    }
    assertThat(unknown.met("another", "view_tickets")).isFalse();
  }

  // ---- what is old

  private int forget(Duration kept, long most, int batch) {
    return feed.forget(kept, most, batch).toCompletableFuture().join();
  }

  @Test
  void whatIsOldGoesInBatchesAndItsReadersAreTold() {
    append(jdbi, 1, 7);
    jdbi.useHandle(handle ->
        handle.execute("update feed set at = at - interval '25 hours' where position <= 5"));

    assertThat(forget(TableFeed.KEPT, TableFeed.MOST, 2)).isEqualTo(5);

    assertThat(behind(2, 10).complete()).isFalse();
    assertThat(behind(2, 10).newest()).isEqualTo(7);
    assertThat(behind(5, 10).complete()).isTrue();
    assertThat(positions(behind(5, 10).entries())).containsExactly(6L, 7L);
  }

  @Test
  void whatIsNewStaysUnlessThereIsTooMuch() {
    append(jdbi, 1, 7);
    assertThat(feed.forget().toCompletableFuture().join()).isZero();
    assertThat(forget(TableFeed.KEPT, 3, 100)).isEqualTo(4);
    assertThat(positions(behind(4, 10).entries())).containsExactly(5L, 6L, 7L);
  }

  @Test
  void positionsGoOnWhereAllIsDeleted() {
    append(jdbi, 1, 3);
    assertThat(forget(TableFeed.KEPT, 0, 100)).isEqualTo(3);
    assertThat(behind(3, 10)).isEqualTo(new Feed.Page(List.of(), true, 3, 3));
    assertThat(behind(2, 10).complete()).isFalse();
    append(jdbi, 4, 4);
    assertThat(positions(behind(3, 10).entries())).containsExactly(4L);
  }
}
