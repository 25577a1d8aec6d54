package dev.switchboard.ticket.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.switchboard.storage.ProjectionPool;
import dev.switchboard.storage.TestDatabase;
import dev.switchboard.ticket.PendingTickets;
import dev.switchboard.ticket.SequenceTicketNumbers;
import dev.switchboard.ticket.TicketEntity;
import dev.switchboard.ticket.decide.TicketFixture;
import dev.switchboard.ticket.decide.TicketJournal;
import dev.switchboard.ticket.model.Author;
import dev.switchboard.ticket.model.Content;
import dev.switchboard.ticket.model.StoredFile;
import dev.switchboard.ticket.model.TicketEvent;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TicketProjectionTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private ActorTestKit kit;
  private ProjectionPool pool;

  @BeforeAll
  void project() {
    kit = TicketJournal.kit("TicketProjectionTest", DATABASE.settings());
    pool = new ProjectionPool(DATABASE.settings(), () -> {});
    Cluster cluster = Cluster.get(kit.system());
    cluster.manager().tell(Join.create(cluster.selfMember().address()));
    TicketProjection.init(kit.system(), pool);
  }

  @AfterAll
  void stop() {
    kit.shutdownTestKit();
    pool.close();
  }

  @Test
  void everyEventOfATicketReachesItsTables() {
    TicketFixture ticket = new TicketFixture();
    ticket.writes("hello");
    ticket.profile();
    ticket.discordDoesAll();
    ticket.replies("good morning");
    ticket.discordDoesAll();

    happens(101, ticket.journal());

    await()
        .atMost(PATIENCE)
        .untilAsserted(() ->
            assertThat(
                    texts(
                        "select text || ' ' || delivery from ticket_message where ticket = 101 order by number"))
                .containsExactly("hello delivered", "good morning delivered"));
  }

  /** Of a ticket, in the order of the feed. */
  private static List<String> told(long ticket) {
    return texts(
        "select kind || ' ' || coalesce(payload->>'message' || ' ' || (payload->>'delivery'), payload->>'status')"
            + " from feed where ticket = "
            + ticket
            + " order by position");
  }

  @Test
  void whatHappensToATicketIsInTheFeed() {
    TicketFixture ticket = new TicketFixture();
    ticket.writes("hello");
    happens(129, ticket.journal());
    await()
        .atMost(PATIENCE)
        .untilAsserted(() ->
            assertThat(told(129))
                .startsWith("ticket.opened open")
                .anyMatch(line -> line.startsWith("message.created 1 ")));
    int before = ticket.journal().size();

    ticket.profile();
    ticket.discordDoesAll();
    ticket.replies("good morning");
    ticket.discordDoesAll();
    happens(129, ticket.journal().subList(before, ticket.journal().size()));

    await()
        .atMost(PATIENCE)
        .untilAsserted(() ->
            assertThat(told(129))
                .contains("message.updated 1 delivered", "ticket.updated open")
                .anyMatch(line -> line.startsWith("message.created 2 "))
                .anyMatch(line -> line.endsWith(" 2 delivered")));
    assertThat(told(129)).filteredOn(line -> line.contains("created")).hasSize(2);
    assertThat(
            texts(
                "select distinct payload->>'version' from feed where ticket = 129"
                    + " and position = (select max(position) from feed where ticket = 129)"))
        .containsExactlyElementsOf(texts("select version::text from ticket where ticket = 129"));
    assertThat(texts("select payload::text from feed where ticket = 129"))
        .noneMatch(payload -> payload.contains("hello") || payload.contains("morning"));

    happens(
        129,
        List.of(
            new TicketEvent.Edited(1, 1, "hallo", true, TicketFixture.START),
            new TicketEvent.Deleted(1, 1, TicketFixture.START),
            new TicketEvent.Closed(TicketFixture.START)));
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(told(129)).contains("ticket.closed closed"));
    assertThat(
            texts(
                "select payload->>'edited' || (payload->>'deleted') from feed where ticket = 129"
                    + " and payload->>'deleted' = 'true'"))
        .contains("truetrue");
  }

  @Test
  void whatAnotherNodeHasRecordedIsNotRecordedTwice() {
    TicketFixture ticket = new TicketFixture();
    ticket.writes("once");
    long recorded = recorded(TicketEntity.tag(105));
    // As far as the other node got, while this one was frozen.
    record(TicketEntity.tag(105), recorded + 1_000_000);

    happens(105, ticket.journal());

    await()
        .during(Duration.ofSeconds(2))
        .atMost(PATIENCE)
        .until(() -> texts("select text from ticket_message where ticket = 105").isEmpty());
    record(TicketEntity.tag(105), recorded);
    await()
        .atMost(PATIENCE)
        .until(
            () -> texts("select text from ticket_message where ticket = 105"),
            List.of("once")::equals);
  }

  private static long recorded(String tag) {
    return Long.parseLong(
        texts(
                "select coalesce(max(up_to), 0)::text from projection_recorded where part = '"
                    + tag
                    + "'")
            .getFirst());
  }

  private static void record(String tag, long number) {
    DATABASE
        .database()
        .jdbi()
        .useHandle(handle ->
            handle.execute(
                """
                insert into projection_recorded (projection, part, up_to) values (?, ?, ?)
                on conflict (projection, part) do update set up_to = excluded.up_to
                """,
                TicketProjection.NAME,
                tag,
                number));
  }

  @Test
  void anEventThatTheTablesCannotTakeIsParkedAndTheRestGoesOn() {
    TicketFixture ticket = new TicketFixture();
    ticket.writes("before");
    List<TicketEvent> journal = ticket.journal();
    happens(109, journal);
    happens(109, List.of(new TicketEvent.Deleted(99, 1, TicketFixture.START)));
    happens(
        109,
        List.of(
            new TicketEvent.Written(
                2,
                5,
                new Author.OfNote(TicketFixture.BOB),
                Content.of("after"),
                TicketFixture.START)));

    await()
        .atMost(PATIENCE)
        .untilAsserted(() ->
            assertThat(texts("select text from ticket_message where ticket = 109 order by number"))
                .containsExactly("before", "after"));
    assertThat(
            texts(
                "select persistence_id || ' ' || sequence_number || ' ' || event from projection_parked"))
        .containsExactly("Ticket|109 " + (journal.size() + 1) + " Deleted");
  }

  @Test
  void whatIsParkedHoldsNobodysWordsAndGoesWithAPurge() {
    TicketFixture ticket = new TicketFixture();
    ticket.writes("before");
    happens(113, ticket.journal());
    happens(
        113,
        List.of(
            new TicketEvent.Written(
                1,
                5,
                new Author.OfNote(TicketFixture.BOB),
                Content.of("a-secret-word"),
                TicketFixture.START)));
    String parked =
        "select event || ' ' || error from projection_parked where persistence_id = '%s'";

    await()
        .atMost(PATIENCE)
        .untilAsserted(() ->
            assertThat(texts(parked.formatted("Ticket|113")))
                .singleElement()
                .asString()
                .startsWith("Written ")
                .contains("Exception", "dev.switchboard")
                .doesNotContain("a-secret-word"));

    happens(
        113,
        List.of(
            new TicketEvent.Purged(
                113, 1_000, 500, 61, TicketFixture.START, "root", TicketFixture.START)));
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(texts(parked.formatted("Ticket|113"))).isEmpty());
  }

  @Test
  void whatOnlyParkedEventsNamedIsGarbageAfterAPurge() {
    String copy = "c".repeat(64);
    String transcript = "d".repeat(64);
    // Nobody has opened that ticket: the tables can take neither.
    happens(
        121,
        List.of(
            new TicketEvent.FileKept(
                1, 7, new StoredFile(copy, "a.txt", 5, "text/plain"), TicketFixture.START),
            new TicketEvent.TranscriptKept(
                new StoredFile(transcript, "ü.html", 5, ""), TicketFixture.START)));
    await()
        .atMost(PATIENCE)
        .untilAsserted(() ->
            assertThat(
                    texts(
                        "select event from projection_parked where persistence_id = 'Ticket|121' order by 1"))
                .containsExactly("FileKept", "TranscriptKept"));

    happens(
        121,
        List.of(
            new TicketEvent.Purged(
                121, 1_000, 500, 61, TicketFixture.START, "root", TicketFixture.START)));

    await()
        .atMost(PATIENCE)
        .until(() -> texts("select purged_at::text from ticket where ticket = 121").size() == 1);
    assertThat(texts("select key from file_garbage")).contains(copy, transcript);
    assertThat(texts("select event from projection_parked where persistence_id = 'Ticket|121'"))
        .isEmpty();
  }

  @Test
  void aTicketWithSomethingUnderWayIsWoken() {
    TicketFixture under = new TicketFixture();
    under.writes("nobody has seen this");
    happens(117, under.journal());
    TicketFixture done = new TicketFixture();
    done.writes("seen");
    done.profile();
    done.discordDoesAll();
    happens(125, done.journal());
    await()
        .atMost(PATIENCE)
        .untilAsserted(() ->
            assertThat(texts("select ticket::text from ticket where ticket in (117, 125)"))
                .hasSize(2));
    await()
        .atMost(PATIENCE)
        .untilAsserted(() ->
            assertThat(texts("select pending_posts::text from ticket where ticket = 125"))
                .containsExactly("0"));

    Queue<Long> woken = new ConcurrentLinkedQueue<>();
    ActorRef<PendingTickets.Message> sweeper =
        kit.spawn(PendingTickets.create(DATABASE.database(), woken::add));

    await().atMost(PATIENCE).untilAsserted(() -> assertThat(woken).contains(117L));
    assertThat(woken).doesNotContain(125L);
    kit.stop(sweeper);
  }

  @Test
  void ticketNumbersAreNeverGivenTwice() {
    SequenceTicketNumbers numbers = new SequenceTicketNumbers(DATABASE.database());

    long first = numbers.next().toCompletableFuture().join();
    long second = numbers.next().toCompletableFuture().join();

    assertThat(second).isEqualTo(first + 1);
  }

  private void happens(long ticket, List<TicketEvent> events) {
    TicketJournal.write(kit, ticket, events);
  }

  private static List<String> texts(String sql) {
    return DATABASE
        .database()
        .jdbi()
        .withHandle(handle -> handle.createQuery(sql).mapTo(String.class).list());
  }
}
