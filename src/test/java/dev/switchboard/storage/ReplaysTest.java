package dev.switchboard.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.RecoveryFailed;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A recovery that took too long and begins anew, while the database still works on the first. */
class ReplaysTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int EVENTS = 20_000;

  private final ActorTestKit kit =
      ActorTestKit.create(
          "ReplaysTest",
          ConfigFactory.load(
              ConfigFactory.parseString(
                      """
                      jdbc-journal {
                        recovery-event-timeout = 1s
                        circuit-breaker.call-timeout = 1m
                      }
                      """)
                  .withFallback(JournalConfig.of(DATABASE.settings()))));

  @BeforeEach
  void empty() {
    DATABASE
        .database()
        .jdbi()
        .useHandle(handle -> handle.execute("truncate event_journal cascade"));
  }

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  @Test
  void theEventsOfAReplayThatWasGivenUpAreNotAppliedToTheNextOne() {
    write(EVENTS);
    try (Handle frozen = freeze()) {
      ActorRef<Ask> counter = kit.spawn(Counter.create());
      TestProbe<String> probe = kit.createTestProbe(String.class);
      counter.tell(new Ask(false, probe.ref()));
      awaitQueriesUnderWay(3);
      frozen.rollback();

      assertThat(probe.receiveMessage(PATIENCE)).isEqualTo(EVENTS + " in order");
    }
  }

  @Test
  void anEntityWithoutEventsRecoversOnceTheDatabaseGoesOn() {
    try (Handle frozen = freeze()) {
      ActorRef<Ask> counter = kit.spawn(Counter.create());
      TestProbe<String> probe = kit.createTestProbe(String.class);
      counter.tell(new Ask(false, probe.ref()));
      awaitQueriesUnderWay(2);
      frozen.rollback();

      assertThat(probe.receiveMessage(PATIENCE)).isEqualTo("0 in order");
    }
  }

  private void write(int events) {
    ActorRef<Ask> counter = kit.spawn(Counter.create());
    TestProbe<String> probe = kit.createTestProbe(String.class);
    counter.tell(new Ask(true, probe.ref()));
    probe.receiveMessage(PATIENCE);
    kit.stop(counter);
    DATABASE
        .database()
        .jdbi()
        .useHandle(handle ->
            handle.execute(
                """
                insert into event_journal (persistence_id, sequence_number, writer, write_timestamp,
                  adapter_manifest, event_ser_id, event_ser_manifest, event_payload)
                select persistence_id, number, writer, write_timestamp, adapter_manifest,
                  event_ser_id, event_ser_manifest, convert_to(cast(number as text), 'UTF8')
                from event_journal, generate_series(2, ?) number
                """,
                events));
  }

  private static Handle freeze() {
    Handle handle = DATABASE.database().jdbi().open();
    handle.begin();
    // Beside other work the entity may need longer than an idle transaction may last.
    handle.execute("set local idle_in_transaction_session_timeout = 0");
    handle.execute("lock table event_journal in access exclusive mode");
    return handle;
  }

  private static void awaitQueriesUnderWay(int expected) {
    await()
        .atMost(PATIENCE)
        .until(() ->
            DATABASE
                    .database()
                    .jdbi()
                    .withHandle(handle ->
                        handle
                            .createQuery(
                                "select count(*) from pg_locks where not granted and relation ="
                                    + " 'event_journal'::regclass")
                            .mapTo(int.class)
                            .one())
                >= expected);
  }

  /**
   * What a counter is asked.
   *
   * @param add whether it is to count one more first
   */
  private record Ask(boolean add, ActorRef<String> replyTo) {}

  /** How many events it has seen, and whether each was the one after the former. */
  private record Count(int events, boolean inOrder) {
    Count with(String event) {
      return new Count(events + 1, inOrder && event.equals(String.valueOf(events + 1)));
    }

    String said() {
      return events + (inOrder ? " in order" : " in disorder");
    }
  }

  private static final class Counter extends EventSourcedBehavior<Ask, String, Count> {
    private final ActorContext<Ask> context;

    private Counter(ActorContext<Ask> context) {
      super(PersistenceId.of("Counter", "only"), Recoveries.backOff());
      this.context = context;
    }

    static Behavior<Ask> create() {
      return Behaviors.setup(Counter::new);
    }

    @Override
    public Count emptyState() {
      return new Count(0, true);
    }

    @Override
    public CommandHandler<Ask, String, Count> commandHandler() {
      return (count, ask) ->
          (ask.add() ? Effect().persist(String.valueOf(count.events() + 1)) : Effect().none())
              .thenReply(ask.replyTo(), Count::said);
    }

    @Override
    public EventHandler<Count, String> eventHandler() {
      return Count::with;
    }

    @Override
    public SignalHandler<Count> signalHandler() {
      return newSignalHandlerBuilder()
          .onSignal(RecoveryFailed.class, (_, signal) -> Recoveries.failed(context, signal))
          .build();
    }
  }
}
