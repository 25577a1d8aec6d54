package dev.switchboard.ticket.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.storage.TestDatabase;
import dev.switchboard.ticket.decide.TicketFixture;
import dev.switchboard.ticket.model.Content;
import dev.switchboard.ticket.model.TicketCommand;
import dev.switchboard.ticket.model.TicketEvent;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The table of the search follows the feed, and is right again where events are missing there. */
class SearchIndexTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private final SearchIndex index = new SearchIndex(DATABASE.database(), 3);
  private final TicketFixture ticket =
      new TicketFixture(TicketFixture.rules(OptionalLong.empty(), ""));
  private int recorded;

  /** Indexes until nothing is left, and gives the number of batches. */
  static int catchUp(SearchIndex index) {
    int steps = 1;
    while (index.step().toCompletableFuture().join()) {
      steps++;
    }
    return steps;
  }

  @BeforeEach
  void emptyTables() {
    sql("truncate ticket cascade");
    sql("truncate feed, feed_head");
    sql("update search_progress set position = 0, walk_ticket = null, walk_number = null");
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
          FeedNotes notes = new FeedNotes();
          List<TicketEvent> journal = ticket.journal();
          for (; recorded < journal.size(); recorded++) {
            group.add(TicketFixture.TICKET, recorded + 1L, journal.get(recorded));
            notes.add(TicketFixture.TICKET, journal.get(recorded));
          }
          group.record(handle);
          notes.record(handle);
        });
  }

  private static List<String> found() {
    return DATABASE
        .database()
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery("select folded from ticket_message_search order by ticket, number")
                .mapTo(String.class)
                .list());
  }

  @Test
  void aMessageIsIndexedBehindItsTransaction() {
    ticket.writes("Hello");
    ticket.writes("World");
    record();
    assertThat(found()).isEmpty();
    catchUp(index);
    assertThat(found()).containsExactly("hello", "world");
    assertThat(index.step().toCompletableFuture().join()).isFalse();
  }

  @Test
  void manyMessagesAreIndexedInBatches() {
    for (int i = 0; i < 20; i++) {
      ticket.writes("number " + i);
    }
    record();
    assertThat(catchUp(index)).isGreaterThanOrEqualTo(7);
    assertThat(found()).hasSize(20);
  }

  @Test
  void anEditAndADeletionFollow() {
    long first = ticket.writes("secret");
    long second = ticket.writes("password");
    record();
    catchUp(index);
    ticket.command(new TicketCommand.TakeEdit(first, Content.of("never mind"), ticket.now()));
    ticket.command(new TicketCommand.TakeDelete(second, ticket.now()));
    record();
    assertThat(found()).as("before the next look").containsExactly("secret");
    catchUp(index);
    assertThat(found()).containsExactly("never mind");
  }

  @Test
  void whatWasDeletedBeforeItWasIndexedIsNotThere() {
    long message = ticket.writes("secret");
    ticket.command(new TicketCommand.TakeDelete(message, ticket.now()));
    record();
    // As if it had been read by this node before the deletion was committed.
    sql(
        "insert into ticket_message_search select ticket, number, at, kind, author_id, 'secret'"
            + " from ticket_message where number = 1");
    catchUp(index);
    assertThat(found()).isEmpty();
  }

  @Test
  void whatIsErasedGoesAtOnce() {
    ticket.writes("secret");
    record();
    catchUp(index);
    sql("delete from ticket_message");
    assertThat(found()).isEmpty();
    catchUp(index);
    assertThat(found()).isEmpty();
  }

  @Test
  void whereEventsAreMissingAllMessagesAreCompared() {
    long first = ticket.writes("kept");
    record();
    catchUp(index);
    ticket.writes("missed");
    ticket.command(new TicketCommand.TakeDelete(first, ticket.now()));
    for (int i = 0; i < 10; i++) {
      ticket.writes("more");
    }
    record();
    sql("delete from feed");
    catchUp(index);
    assertThat(found()).hasSize(11).startsWith("missed", "more");
    ticket.writes("later");
    record();
    catchUp(index);
    assertThat(found()).hasSize(12).endsWith("later");
  }

  @Test
  void oneNodeIndexesAtATime() throws Exception {
    ticket.writes("hello");
    record();
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(1);
    Thread other = Thread.ofVirtual().start(() -> hold(held, done));
    assertThat(held.await(30, TimeUnit.SECONDS)).isTrue();
    try {
      assertThat(index.step().toCompletableFuture().join()).isFalse();
      assertThat(found()).isEmpty();
    } finally {
      done.countDown();
      other.join();
    }
    catchUp(index);
    assertThat(found()).containsExactly("hello");
  }

  private static void hold(CountDownLatch held, CountDownLatch done) {
    DATABASE
        .database()
        .jdbi()
        .useTransaction(handle -> {
          handle.execute("update search_progress set position = position");
          held.countDown();
          Awaitility.await().atMost(30, TimeUnit.SECONDS).until(() -> done.getCount() == 0);
        });
  }
}
