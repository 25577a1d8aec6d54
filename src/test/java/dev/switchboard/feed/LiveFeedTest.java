package dev.switchboard.feed;

import static dev.switchboard.feed.FeedFixture.append;
import static dev.switchboard.feed.FeedFixture.positions;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.switchboard.access.Right;
import dev.switchboard.storage.TestDatabase;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LiveFeedTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private Jdbi jdbi;
  private TableFeed table;
  private LiveFeed live;

  @BeforeEach
  void empty() {
    jdbi = DATABASE.database().jdbi();
    jdbi.useHandle(FeedFixture::empty);
    table = new TableFeed(DATABASE.database());
    live = new LiveFeed(table);
  }

  private Followed after(long position) {
    return live.after(position).toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }

  /** Reads until a position is reached, as a listener does. */
  private List<Long> listen(long from, long to) {
    List<Long> seen = new ArrayList<>();
    long position = from;
    while (position < to) {
      if (!(after(position) instanceof Followed.Events(List<FeedEntry> entries, long reached))) {
        throw new AssertionError("something was missed behind " + position);
      }
      seen.addAll(positions(entries));
      position = reached;
    }
    return seen;
  }

  @Test
  void aListenerIsToldOfWhatHappensSoon() {
    CompletableFuture<Followed> told = live.after(0).toCompletableFuture();
    assertThat(told).isNotDone();
    append(jdbi, 1, 1);

    assertThat(told.orTimeout(20, TimeUnit.SECONDS).join())
        .isInstanceOfSatisfying(
            Followed.Events.class, events -> assertThat(events.entries()).hasSize(1));
  }

  /** Some begin before, some within, and some pause until memory has less than they missed. */
  @Test
  void listenersThatResumeSeeEachEventOnceWhileEventsAreCommitted() {
    append(jdbi, 1, 50);
    long last = 1_400;
    List<CompletableFuture<List<Long>>> listening =
        IntStream.of(0, 25, 50)
            .mapToObj(from -> CompletableFuture.supplyAsync(() -> listen(from, last)))
            .toList();
    CompletableFuture<List<Long>> resumed =
        CompletableFuture.supplyAsync(() -> {
          List<Long> seen = listen(50, 60);
          long reached = seen.getLast();
          listen(reached, last);
          seen.addAll(listen(reached, last));
          return seen;
        });
    append(jdbi, 51, last);

    for (int i = 0; i < 3; i++) {
      assertThat(listening.get(i).join())
          .isEqualTo(LongStream.rangeClosed(i * 25L + 1, last).boxed().toList());
    }
    assertThat(resumed.join()).isEqualTo(LongStream.rangeClosed(51, last).boxed().toList());
  }

  /** From the table at first, then from memory. */
  @Test
  void listenersGoOnBehindEventsThatOnlyANewerVersionKnows() {
    append(jdbi, 1, 4);
    newer(2, 4);
    assertThat(listen(0, 4)).containsExactly(1L, 3L);

    CompletableFuture<Followed> told = live.after(4).toCompletableFuture();
    jdbi.useTransaction(handle -> {
      FeedRows.append(handle, List.of(FeedFixture.draft(5), FeedFixture.draft(6)));
      handle.execute("update feed set kind = 'ticket.snoozed'");
    });
    assertThat(told.orTimeout(20, TimeUnit.SECONDS).join())
        .isEqualTo(new Followed.Events(List.of(), 6));
    append(jdbi, 7, 7);
    assertThat(listen(4, 7)).containsExactly(7L);
  }

  private void newer(long... tickets) {
    for (long ticket : tickets) {
      jdbi.useHandle(handle ->
          handle.execute("update feed set kind = 'ticket.snoozed' where ticket = ?", ticket));
    }
  }

  @Test
  void aResumePointThatIsNotKeptIsToldWithTheNewest() {
    append(jdbi, 1, 9);
    table.forget(Duration.ofHours(1), 4, 100).toCompletableFuture().join();

    assertThat(after(3)).isEqualTo(new Followed.Missed(9));
    assertThat(after(0)).isEqualTo(new Followed.Missed(9));
    assertThat(after(10)).as("never given").isEqualTo(new Followed.Missed(9));
    assertThat(listen(5, 9)).containsExactly(6L, 7L, 8L, 9L);
  }

  /** A feed in memory, which counts the looks. */
  private static final class Counted implements Feed {
    private final AtomicInteger looks = new AtomicInteger();
    private final AtomicBoolean away = new AtomicBoolean();
    private final List<FeedEntry> entries = new ArrayList<>();

    synchronized void add() {
      entries.add(
          new FeedEntry(
              entries.size() + 1L,
              Instant.EPOCH,
              1,
              FeedKind.TICKET_OPENED,
              Right.VIEW_TICKETS,
              "{}"));
    }

    @Override
    public synchronized CompletionStage<Page> behind(long position, int most) {
      looks.incrementAndGet();
      return away.get()
          ? CompletableFuture.failedStage(new IOException("away"))
          : CompletableFuture.completedStage(
              new Page(
                  entries.stream().filter(one -> one.position() > position).limit(most).toList(),
                  position <= entries.size(),
                  Math.min(position + most, entries.size()),
                  entries.size()));
    }

    @Override
    public CompletionStage<Head> head() {
      return CompletableFuture.completedStage(new Head("", entries.size()));
    }
  }

  @Test
  void manyListenersCostOneReader() {
    Counted counted = new Counted();
    LiveFeed feed = new LiveFeed(counted);
    List<CompletableFuture<Followed>> told =
        IntStream.range(0, 300).mapToObj(_ -> feed.after(0).toCompletableFuture()).toList();
    // The first one is read for from the table; all others wait with it.
    assertThat(counted.looks).hasValueLessThan(10);
    counted.add();
    told.forEach(one ->
        assertThat(one.orTimeout(20, TimeUnit.SECONDS).join()).isInstanceOf(Followed.Events.class));
    assertThat(counted.looks).hasValueLessThan(50);
  }

  @Test
  void listenersOutlastADatabaseThatIsAway() {
    Counted counted = new Counted();
    LiveFeed feed = new LiveFeed(counted);
    CompletableFuture<Followed> told = feed.after(0).toCompletableFuture();
    counted.away.set(true);
    counted.add();
    int before = counted.looks.get();
    await().until(() -> counted.looks.get() > before);
    assertThat(told).isNotDone();
    counted.away.set(false);
    assertThat(told.orTimeout(20, TimeUnit.SECONDS).join())
        .isInstanceOfSatisfying(
            Followed.Events.class, events -> assertThat(events.entries()).hasSize(1));
  }
}
