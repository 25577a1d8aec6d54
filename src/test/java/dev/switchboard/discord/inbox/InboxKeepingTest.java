package dev.switchboard.discord.inbox;

import static dev.switchboard.discord.api.Payloads.dm;
import static dev.switchboard.discord.api.Payloads.id;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.switchboard.storage.TestDatabase;
import dev.switchboard.text.TestWords;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class InboxKeepingTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private final ActorTestKit kit = ActorTestKit.create(ManualTime.config());
  private final ManualTime time = ManualTime.get(kit.system());
  private final RecordedDeliveries delivered = new RecordedDeliveries();

  @BeforeEach
  void empty() {
    DATABASE.database().jdbi().useHandle(handle -> handle.execute("delete from inbox"));
  }

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  @Test
  void whoHasRowsWaitingIsWokenEveryFourSeconds() {
    DATABASE
        .database()
        .jdbi()
        .useHandle(handle -> InboxTable.insert(handle, List.of(row(51), row(52)), Instant.now()));
    kit.spawn(
        InboxKeeping.create(
            DATABASE.database(),
            new Deliveries(delivered, delivered, TestWords.ENGLISH),
            Clock.systemUTC()));
    time.expectNoMessageFor(Duration.ofSeconds(3));
    assertThat(delivered.woken).isEmpty();
    time.timePasses(Duration.ofSeconds(1));
    await().atMost(30, SECONDS).until(() -> delivered.woken.size() == 2);
    assertThat(delivered.woken).containsExactlyInAnyOrder("member:51", "member:52");
    time.timePasses(Duration.ofSeconds(4));
    await().atMost(30, SECONDS).until(() -> delivered.woken.size() == 4);
  }

  /**
   * A query that takes longer than the time between two scans is not overtaken by the next scan.
   */
  @Test
  void aScanThatIsHeldUpReachesEveryRouteOnce() throws Exception {
    List<InboxTable.NewRow> rows =
        LongStream.rangeClosed(1_001, 1_250).mapToObj(InboxKeepingTest::row).toList();
    DATABASE.database().jdbi().useHandle(handle -> InboxTable.insert(handle, rows, Instant.now()));
    kit.spawn(
        InboxKeeping.create(
            DATABASE.database(),
            new Deliveries(delivered, delivered, TestWords.ENGLISH),
            Clock.systemUTC()));
    try (Handle lock = DATABASE.database().jdbi().open()) {
      lock.begin();
      lock.execute("lock table inbox in access exclusive mode");
      time.timePasses(Duration.ofSeconds(4));
      await().atMost(30, SECONDS).until(() -> waiting(lock) == 1);
      time.timePasses(Duration.ofSeconds(4));
      time.timePasses(Duration.ofSeconds(3));
      lock.commit();
    }
    await().atMost(30, SECONDS).until(() -> delivered.woken.size() >= 200);
    await()
        .atMost(30, SECONDS)
        .until(() -> {
          time.timePasses(Duration.ofMillis(500));
          return delivered.woken.size() >= 250;
        });
    assertThat(delivered.woken).hasSize(250).doesNotHaveDuplicates();
  }

  private static long waiting(Handle handle) {
    return handle
        .createQuery(
            """
            select count(*) from pg_locks
            where not granted and relation = 'inbox'::regclass
            """)
        .mapTo(Long.class)
        .one();
  }

  private static InboxTable.NewRow row(long user) {
    return new InboxTable.NewRow(
        new StoredEvent(
            StoredEvent.MESSAGE,
            Long.toString(user),
            StoredEvent.memberRoute(user),
            id(1),
            dm(user, user, id(1), "hi").toString()),
        0);
  }
}
