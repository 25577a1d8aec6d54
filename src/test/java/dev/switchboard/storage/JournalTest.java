package dev.switchboard.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.persistence.jdbc.query.javadsl.JdbcReadJournal;
import org.apache.pekko.persistence.query.Offset;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.apache.pekko.persistence.typed.javadsl.RetentionCriteria;
import org.apache.pekko.projection.ProjectionBehavior;
import org.apache.pekko.projection.ProjectionId;
import org.apache.pekko.projection.eventsourced.EventEnvelope;
import org.apache.pekko.projection.eventsourced.javadsl.EventSourcedProvider;
import org.apache.pekko.projection.javadsl.SourceProvider;
import org.apache.pekko.projection.jdbc.javadsl.JdbcHandler;
import org.apache.pekko.projection.jdbc.javadsl.JdbcProjection;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class JournalTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private static final String TAG = "words-0";

  private static final String NO_GAP_IS_GIVEN_UP =
      "jdbc-read-journal.journal-sequence-retrieval.max-tries = 100000";

  @BeforeEach
  void emptyReadTable() {
    DATABASE
        .database()
        .jdbi()
        .useHandle(handle -> {
          handle.execute(
              "create table if not exists word (entity text, word text, primary key (entity,"
                  + " word))");
          handle.execute(
              "truncate word, event_journal, event_tag, snapshot, pekko_projection_offset_store"
                  + " restart identity");
        });
  }

  @Test
  void anEntityIsRecoveredFromItsSnapshotAndTheEventsAfterIt() {
    inASystem(kit -> say(kit, "first", 25));

    inASystem(kit -> assertThat(heard(kit, "first")).hasLineCount(25).endsWith("word-24"));
    assertThat(count("snapshot")).isPositive();
  }

  @Test
  void everyEventIsProjectedExactlyOnceAlsoWhenTheHandlerFailsAndTheProcessIsStarted() {
    inASystem(kit -> {
      try (var pool = new ProjectionPool(DATABASE.settings(), () -> {})) {
        var projection = project(kit, pool, "word-12");
        say(kit, "first", 20);
        // The handler fails once at the event, after it has written: the row must not be there
        // twice, nor be missing.
        awaitRows(20);
        stop(kit, projection);
      }
    });

    inASystem(kit -> {
      try (var pool = new ProjectionPool(DATABASE.settings(), () -> {})) {
        var projection = project(kit, pool, "never");
        say(kit, "second", 5);
        awaitRows(25);
        stop(kit, projection);
      }
    });
  }

  @Test
  void removedEventsHoldUpNoProjectionAtTheStart() {
    inASystem(kit -> say(kit, "first", 20));
    DATABASE
        .database()
        .jdbi()
        .useHandle(handle -> {
          handle.execute("delete from event_tag where event_id % 2 = 0");
          handle.execute("delete from event_journal where ordering % 2 = 0");
        });

    inASystem(
        NO_GAP_IS_GIVEN_UP,
        kit -> {
          try (var pool = new ProjectionPool(DATABASE.settings(), () -> {})) {
            var projection = project(kit, pool, "never");
            awaitRows(10);
            stop(kit, projection);
          }
        });
  }

  @Test
  void anEventThatIsCommittedLateIsNotPassedOver() {
    inASystem(kit -> say(kit, "first", 1));
    try (Handle late = DATABASE.database().jdbi().open()) {
      late.begin();
      late.execute(
          """
          insert into event_journal (persistence_id, sequence_number, writer, write_timestamp,
            adapter_manifest, event_ser_id, event_ser_manifest, event_payload)
          select 'Speaker|late', 1, writer, write_timestamp, adapter_manifest, event_ser_id,
            event_ser_manifest, event_payload
          from event_journal
          """);
      late.execute(
          "insert into event_tag (event_id, tag) values (currval('event_journal_ordering_seq'), ?)",
          TAG);

      inASystem(kit -> say(kit, "second", 1));

      inASystem(
          NO_GAP_IS_GIVEN_UP,
          kit -> {
            try (var pool = new ProjectionPool(DATABASE.settings(), () -> {})) {
              var projection = project(kit, pool, "never");
              awaitRows(1);
              late.commit();
              awaitRows(3);
              stop(kit, projection);
            }
          });
    }
  }

  @Test
  void aSnapshotThatCannotBeReadIsMadeAnewOfItsEvents() {
    inASystem(kit -> say(kit, "first", 25));
    assertThat(count("snapshot")).isPositive();
    execute("update snapshot set snapshot_ser_id = 99999");

    inASystem(kit -> assertThat(heard(kit, "first")).hasLineCount(25).endsWith("word-24"));
  }

  /** What was removed stands in the snapshot alone; half a state would be worse than none. */
  @Test
  void aSnapshotThatCannotBeReadAndWhoseEventsWereRemovedIsNotPassedOver() {
    inASystem(kit -> say(kit, "first", 25));
    execute("update snapshot set snapshot_ser_id = 99999");
    execute("delete from event_journal where sequence_number = 1");

    inASystem(kit -> {
      var speaker = kit.spawn(new Speaker("first").narrow());
      kit.createTestProbe().expectTerminated(speaker, Duration.ofSeconds(30));
    });
  }

  @Test
  void anEventThatCannotBeReadHoldsUpNoProjection() {
    inASystem(kit -> say(kit, "first", 3));
    execute("update event_journal set event_ser_id = 99999 where sequence_number = 2");

    inASystem(kit -> {
      try (var pool = new ProjectionPool(DATABASE.settings(), () -> {})) {
        var projection = project(kit, pool, "never");
        awaitRows(2);
        say(kit, "second", 2);
        awaitRows(4);
        stop(kit, projection);
      }
    });
  }

  /** Pages without an event would look like the end. */
  @Test
  void manyEventsThatCannotBeReadHideNoneBehindThem() {
    inASystem(kit -> say(kit, "first", 1));
    execute(
        """
        with written as (
          insert into event_journal (persistence_id, sequence_number, writer, write_timestamp,
            adapter_manifest, event_ser_id, event_ser_manifest, event_payload)
          select 'Speaker|odd', number, writer, write_timestamp, adapter_manifest, 99999,
            event_ser_manifest, event_payload
          from event_journal, generate_series(1, 1300) number
          returning ordering)
        insert into event_tag (event_id, tag) select ordering, 'words-0' from written
        """);
    inASystem(kit -> say(kit, "second", 2));

    inASystem(kit -> {
      try (var pool = new ProjectionPool(DATABASE.settings(), () -> {})) {
        var projection = project(kit, pool, "never");
        awaitRows(3);
        stop(kit, projection);
      }
    });
  }

  @Test
  void eventsOfANewerProgramAreWaitedForAndNotLeftOut() {
    inASystem(kit -> say(kit, "first", 3));
    execute("update event_journal set event_ser_id = 99999 where sequence_number = 2");
    execute("update data_format set format = format + 1");
    var told = new CountDownLatch(1);
    try {
      inASystem(kit -> {
        Recoveries.of(kit.system()).whenUnreadable(told::countDown);
        try (var pool = new ProjectionPool(DATABASE.settings(), () -> {})) {
          var projection = project(kit, pool, "never");
          await().atMost(Duration.ofSeconds(30)).until(() -> told.getCount() == 0);
          assertThat(count("word")).isLessThan(2);
          stop(kit, projection);
        }
      });
    } finally {
      execute("update data_format set format = format - 1");
    }
  }

  private static void execute(String sql) {
    DATABASE.database().jdbi().useHandle(handle -> handle.execute(sql));
  }

  @Test
  void theProjectionTablesAreThoseThatPekkoWouldMake() {
    var theirs = TestServer.create(false);
    try (var pool = new ProjectionPool(theirs, () -> {});
        var database = Database.connect(theirs.withPoolSize(1))) {
      inASystem(kit ->
          JdbcProjection.createTablesIfNotExists(pool::session, kit.system())
              .toCompletableFuture()
              .join());

      assertThat(columns(DATABASE.database())).isEqualTo(columns(database)).hasSize(10);
    } finally {
      TestServer.drop(theirs);
    }
  }

  private static List<String> columns(Database database) {
    return database
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery(
                    """
                    select table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable
                    from information_schema.columns where table_name like 'pekko_projection%' order by 1
                    """)
                .mapTo(String.class)
                .list());
  }

  private static void inASystem(Consumer<ActorTestKit> work) {
    inASystem("", work);
  }

  private static void inASystem(String configuration, Consumer<ActorTestKit> work) {
    var kit =
        ActorTestKit.create(
            "JournalTest",
            ConfigFactory.load(
                ConfigFactory.parseString(configuration)
                    .withFallback(JournalConfig.of(DATABASE.settings()))));
    try {
      work.accept(kit);
    } finally {
      kit.shutdownTestKit();
    }
  }

  private static void awaitRows(int expected) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(count("word")).isEqualTo(expected));
  }

  private static int count(String table) {
    return DATABASE
        .database()
        .jdbi()
        .withHandle(
            handle -> handle.createQuery("select count(*) from " + table).mapTo(int.class).one());
  }

  private static void say(ActorTestKit kit, String entity, int words) {
    var speaker = kit.spawn(new Speaker(entity).narrow());
    var probe = kit.createTestProbe(Done.class);
    for (var i = 0; i < words; i++) {
      speaker.tell(new Say("word-" + i, probe.ref()));
      probe.expectMessage(Duration.ofSeconds(30), Done.getInstance());
    }
    kit.stop(speaker);
  }

  private static String heard(ActorTestKit kit, String entity) {
    var speaker = kit.spawn(new Speaker(entity).narrow());
    var probe = kit.createTestProbe(String.class);
    speaker.tell(new Tell(probe.ref()));
    return probe.receiveMessage(Duration.ofSeconds(30));
  }

  private static ActorRef<ProjectionBehavior.Command> project(
      ActorTestKit kit, ProjectionPool pool, String failOnceAt) {
    ActorSystem<?> system = kit.system();
    SourceProvider<Offset, EventEnvelope<String>> events =
        EventSourcedProvider.eventsByTag(system, JdbcReadJournal.Identifier(), TAG);
    var failed = new AtomicBoolean();
    var projection =
        JdbcProjection.exactlyOnce(
                ProjectionId.of("words", TAG),
                events,
                pool::session,
                () -> new Writer(failOnceAt, failed),
                system)
            .withRestartBackoff(Duration.ofMillis(100), Duration.ofMillis(200), 0);
    return kit.spawn(ProjectionBehavior.create(projection));
  }

  private static void stop(ActorTestKit kit, ActorRef<ProjectionBehavior.Command> projection) {
    projection.tell(ProjectionBehavior.stopMessage());
    kit.createTestProbe().expectTerminated(projection, Duration.ofSeconds(30));
  }

  /** Writes each word once; the primary key refuses a second time. */
  private static final class Writer extends JdbcHandler<EventEnvelope<String>, ProjectionSession> {
    private final String failOnceAt;
    private final AtomicBoolean failed;

    Writer(String failOnceAt, AtomicBoolean failed) {
      this.failOnceAt = failOnceAt;
      this.failed = failed;
    }

    @Override
    public void process(ProjectionSession session, EventEnvelope<String> envelope) {
      session.useHandle(handle ->
          handle.execute(
              "insert into word values (?, ?)", envelope.persistenceId(), envelope.event()));
      if (envelope.event().equals(failOnceAt) && failed.compareAndSet(false, true)) {
        throw new IllegalStateException("fails once, as the test wants it");
      }
    }
  }

  private sealed interface Command {}

  private record Say(String word, ActorRef<Done> replyTo) implements Command {}

  private record Tell(ActorRef<String> replyTo) implements Command {}

  private static final class Speaker extends EventSourcedBehavior<Command, String, String> {
    Speaker(String entity) {
      super(PersistenceId.of("Speaker", entity));
    }

    @Override
    public String emptyState() {
      return "";
    }

    @Override
    public CommandHandler<Command, String, String> commandHandler() {
      return (state, command) ->
          switch (command) {
            case Say say ->
                Effect().persist(say.word()).thenReply(say.replyTo(), _ -> Done.getInstance());
            case Tell tell -> Effect().reply(tell.replyTo(), state);
          };
    }

    @Override
    public EventHandler<String, String> eventHandler() {
      return (state, word) -> (state + "\n" + word).strip();
    }

    @Override
    public Set<String> tagsFor(String event) {
      return Set.of(TAG);
    }

    @Override
    public RetentionCriteria retentionCriteria() {
      return RetentionCriteria.snapshotEvery(10, 2);
    }
  }
}
