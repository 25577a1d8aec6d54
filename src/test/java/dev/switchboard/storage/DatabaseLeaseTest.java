package dev.switchboard.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DatabaseLeaseTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private final Queue<String> losses = new ConcurrentLinkedQueue<>();

  @Test
  void oneHoldsItAndTheOtherLearnsWho() {
    try (var held = acquire("one")) {
      assertThat(held.isHeld()).isTrue();
      assertThat(DatabaseLease.tryAcquire(DATABASE.settings(), "one", losses::add)).isEmpty();
      assertThat(DatabaseLease.holder(DATABASE.settings(), "one"))
          .hasValueSatisfying(holder -> {
            assertThat(holder.process()).contains("process " + ProcessHandle.current().pid());
            assertThat(holder.epoch()).isEqualTo(held.epoch());
            assertThat(holder.since()).isCloseTo(Instant.now(), within(60, ChronoUnit.SECONDS));
          });
      assertThat(DatabaseLease.holder(DATABASE.settings(), "another")).isEmpty();
    }
    assertThat(losses).isEmpty();
  }

  @Test
  void eachAcquisitionHasALargerEpoch() {
    var first = acquire("epochs");
    first.close();
    assertThat(first.isHeld()).isFalse();
    await().until(() -> DatabaseLease.holder(DATABASE.settings(), "epochs").isEmpty());

    try (var second = acquire("epochs")) {
      assertThat(second.epoch()).isGreaterThan(first.epoch());
    }
  }

  @Test
  void aLostConnectionIsNoticedAndAnotherTakesOver() throws Exception {
    var first = acquire("lost");
    var second = DatabaseLease.acquireWhenFree(DATABASE.settings(), "lost", losses::add);
    assertThat(second).isNotDone();

    terminate("lost");
    await().until(() -> !losses.isEmpty());

    assertThat(first.isHeld()).isFalse();
    try (var taken = second.get(30, TimeUnit.SECONDS)) {
      assertThat(taken.epoch()).isGreaterThan(first.epoch());
      assertThat(losses).hasSize(1);
    }
  }

  @Test
  void aFormerHolderCannotCommitAnyMore() {
    var jdbi = DATABASE.database().jdbi();
    var former = acquire("fenced");
    jdbi.useTransaction(former::fence);
    terminate("fenced");

    try (var present =
        DatabaseLease.acquireWhenFree(DATABASE.settings(), "fenced", losses::add)
            .orTimeout(30, TimeUnit.SECONDS)
            .join()) {
      jdbi.useTransaction(present::fence);
      assertThatThrownBy(() -> jdbi.useTransaction(former::fence))
          .isInstanceOf(StorageRefused.class)
          .hasMessageContaining("epoch " + former.epoch());
    }
  }

  @Test
  void nobodyAcquiresItWhileTheHolderIsCommitting() {
    var first = acquire("committing");
    var waiting =
        DATABASE
            .database()
            .jdbi()
            .inTransaction(handle -> {
              first.fence(handle);
              first.close();
              var next =
                  DatabaseLease.acquireWhenFree(DATABASE.settings(), "committing", losses::add);
              await().during(Duration.ofMillis(700)).until(() -> !next.isDone());
              return next;
            });

    waiting.orTimeout(30, TimeUnit.SECONDS).join().close();
  }

  @Test
  void anAcquisitionByAnotherThroughAPoolerIsALoss() {
    try (var lease = acquire("pooled")) {
      DATABASE
          .database()
          .jdbi()
          .useHandle(
              handle -> handle.execute("update lease set epoch = epoch + 1 where name = 'pooled'"));

      await().atMost(Duration.ofSeconds(30)).until(() -> !lease.isHeld());
      assertThat(losses).containsExactly("another process acquired it");
    }
  }

  private DatabaseLease acquire(String name) {
    return DatabaseLease.tryAcquire(DATABASE.settings(), name, losses::add).orElseThrow();
  }

  private static void terminate(String name) {
    DATABASE
        .database()
        .jdbi()
        .useHandle(handle ->
            handle
                .createQuery(
                    "select pg_terminate_backend(pid) from pg_stat_activity where application_name = :name and datname = current_database()")
                .bind("name", "switchboard-lease-" + name)
                .mapTo(boolean.class)
                .list());
  }
}
