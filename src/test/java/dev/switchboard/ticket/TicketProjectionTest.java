package dev.switchboard.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import dev.switchboard.storage.JournalConfig;
import dev.switchboard.storage.ProjectionPool;
import dev.switchboard.storage.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TicketProjectionTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private ActorTestKit kit;
  private ProjectionPool pool;

  @BeforeAll
  void project() {
    kit =
        ActorTestKit.create(
            "TicketProjectionTest",
            ConfigFactory.load(
                ConfigFactory.parseString(
                        """
                        pekko.actor.provider = cluster
                        pekko.remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
                        pekko.cluster.jmx.enabled = off
                        pekko.actor.serialization-bindings."dev.switchboard.ticket.TicketEvent" = jackson-json
                        """)
                    .withFallback(JournalConfig.of(DATABASE.settings()))));
    pool = new ProjectionPool(DATABASE.settings());
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
    ActorRef<Happen> journal = kit.spawn(new Journal(ticket).narrow());
    TestProbe<Done> probe = kit.createTestProbe(Done.class);
    journal.tell(new Happen(List.copyOf(events), probe.ref()));
    probe.expectMessage(Duration.ofSeconds(10), Done.getInstance());
    kit.stop(journal);
  }

  private static List<String> texts(String sql) {
    return DATABASE
        .database()
        .jdbi()
        .withHandle(handle -> handle.createQuery(sql).mapTo(String.class).list());
  }

  private record Happen(List<TicketEvent> events, ActorRef<Done> replyTo) {}

  /** Puts events into the journal as a ticket's entity does. */
  private static final class Journal extends EventSourcedBehavior<Happen, TicketEvent, Done> {
    private final long ticket;

    Journal(long ticket) {
      super(PersistenceId.of(TicketEntity.TYPE_KEY.name(), Long.toString(ticket)));
      this.ticket = ticket;
    }

    @Override
    public Done emptyState() {
      return Done.getInstance();
    }

    @Override
    public CommandHandler<Happen, TicketEvent, Done> commandHandler() {
      return (_, happen) ->
          Effect().persist(happen.events()).thenReply(happen.replyTo(), _ -> Done.getInstance());
    }

    @Override
    public EventHandler<Done, TicketEvent> eventHandler() {
      return (state, _) -> state;
    }

    @Override
    public Set<String> tagsFor(TicketEvent event) {
      return Set.of(TicketEntity.tag(ticket));
    }
  }
}
