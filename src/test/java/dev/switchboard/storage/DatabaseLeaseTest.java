package dev.switchboard.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DatabaseLeaseTest {
  private static final String NODE = "node";

  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private final Queue<String> losses = new ConcurrentLinkedQueue<>();

  @Test
  void oneHoldsItAndTheOtherLearnsWho() {
    try (var held = acquire("one")) {
      assertThat(held.isHeld()).isTrue();
      assertThat(DatabaseLease.tryAcquire(DATABASE.settings(), "one", NODE)).isEmpty();
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

    terminate("lost");
    await().until(() -> !losses.isEmpty());

    assertThat(first.isHeld()).isFalse();
    try (var taken = granted("lost")) {
      assertThat(taken.epoch()).isGreaterThan(first.epoch());
      assertThat(losses).hasSize(1);
    }
  }

  @Test
  void aHolderThatIsAliveIsNamedAndNotWaitedFor() throws Exception {
    try (var held = acquire("alive")) {
      assertThat(claim("alive").get(30, TimeUnit.SECONDS))
          .isInstanceOfSatisfying(
              LeaseClaim.Result.HeldBy.class,
              other -> assertThat(other.holder().epoch()).isEqualTo(held.epoch()));
    }
  }

  @Test
  void aHolderThatGivesNoSignOfLifeIsWaitedFor() throws Exception {
    acquire("silent").close();
    CompletableFuture<LeaseClaim.Result> claim;
    try (var silent = DATABASE.settings().unpooled("test-silent").getConnection();
        var lock =
            silent.prepareStatement(
                "select pg_advisory_lock(hashtextextended('switchboard lease silent', 0))")) {
      lock.execute();
      claim = claim("silent");
      await().during(Duration.ofSeconds(2)).until(() -> !claim.isDone());
    }
    assertThat(claim.get(30, TimeUnit.SECONDS))
        .isInstanceOfSatisfying(
            LeaseClaim.Result.Granted.class, granted -> granted.lease().close());
  }

  @Test
  void whoeverTakesOverWaitsUntilTheFormerHolderMustKnow() {
    var former = acquire("unclean");
    assertThat(former.isHeld()).isTrue();
    terminate("unclean");
    long cut = System.nanoTime();

    try (var next = granted("unclean")) {
      assertThat(next.isHeld()).isFalse();
      await().until(next::isHeld);
      assertThat(Duration.ofNanos(System.nanoTime() - cut)).isGreaterThan(Duration.ofSeconds(2));
      assertThat(former.isHeld()).isFalse();
    }
  }

  @Test
  void aLeaseThatWasGivenBackIsGoodAtOnce() {
    acquire("given back").close();
    try (var next = granted("given back")) {
      assertThat(next.isHeld()).isTrue();
    }
  }

  @Test
  void aFellowIsWaitedForHoweverAliveItIs() throws Exception {
    var held = acquire("fellow");
    var fellow = new LeaseClaim.Claimant(DATABASE.settings(), "fellow", "other", _ -> true);
    assertThat(LeaseClaim.first(fellow).get(30, TimeUnit.SECONDS))
        .isInstanceOfSatisfying(
            LeaseClaim.Result.HeldByFellow.class,
            other -> assertThat(other.holder().node()).isEqualTo(NODE));
    var claim = LeaseClaim.make(fellow);
    await().during(Duration.ofSeconds(2)).until(() -> !claim.isDone());
    held.close();
    lease(claim).close();
  }

  @Test
  void aFormerHolderCannotCommitAnyMore() {
    var jdbi = DATABASE.database().jdbi();
    var former = acquire("fenced");
    jdbi.useTransaction(former::fence);
    terminate("fenced");

    try (var present = granted("fenced")) {
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
              var next = claim("committing");
              await().during(Duration.ofMillis(700)).until(() -> !next.isDone());
              return next;
            });

    lease(waiting).close();
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
    var lease = DatabaseLease.tryAcquire(DATABASE.settings(), name, NODE).orElseThrow();
    lease.lost().thenAccept(losses::add);
    return lease;
  }

  private static CompletableFuture<LeaseClaim.Result> claim(String name) {
    return LeaseClaim.make(LeaseClaim.Claimant.alone(DATABASE.settings(), name, "other"));
  }

  private static DatabaseLease granted(String name) {
    return lease(claim(name));
  }

  private static DatabaseLease lease(CompletableFuture<LeaseClaim.Result> claim) {
    return ((LeaseClaim.Result.Granted) claim.orTimeout(30, TimeUnit.SECONDS).join()).lease();
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
