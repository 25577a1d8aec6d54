package dev.switchboard.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.switchboard.storage.TestDatabase;
import dev.switchboard.ticket.model.Attachment;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DailyCopiesTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");

  @BeforeEach
  void nothingIsCounted() {
    DATABASE.database().jdbi().useHandle(handle -> handle.execute("delete from daily_copy"));
  }

  @Test
  void aMemberHasSoManyBytesADayAndEachFileCountsOnce() throws Exception {
    assertThat(counts(NOON, 1, 10, 60)).isTrue();
    assertThat(counts(NOON, 1, 10, 60)).isTrue();
    assertThat(counts(NOON, 1, 11, 41)).isFalse();
    assertThat(counts(NOON, 1, 12, 40)).isTrue();
    assertThat(counts(NOON, 1, 13, 1)).isFalse();
    assertThat(counts(NOON, 2, 14, 100)).isTrue();
    assertThat(counts(NOON.plus(Duration.ofHours(23)), 1, 13, 1)).isFalse();
    assertThat(counts(NOON.plus(Duration.ofHours(25)), 1, 11, 100)).isTrue();
  }

  @Test
  void manyAtTheSameTimeGetNoMoreTogether() throws Exception {
    List<CompletableFuture<Boolean>> asked =
        LongStream.range(0, 40)
            .mapToObj(file -> daily(NOON, 100).count(7, attachment(file, 10)).toCompletableFuture())
            .toList();
    int fits = 0;
    for (CompletableFuture<Boolean> one : asked) {
      fits += one.get(30, TimeUnit.SECONDS) ? 1 : 0;
    }
    assertThat(fits).isEqualTo(10);
  }

  /** As where two nodes count for one member at the same instant: each row waits for the gate. */
  @Test
  void whatIsCountedAtTheSameInstantIsCountedOneAfterAnother() throws Exception {
    Jdbi jdbi = DATABASE.database().jdbi();
    jdbi.useHandle(handle ->
        handle
            .createScript(
                """
                create function pass_gate() returns trigger language plpgsql as
                  'begin perform pg_advisory_xact_lock_shared(4711); return new; end';
                create trigger gate before insert on daily_copy for each row execute function pass_gate();
                """)
            .execute());
    try (Handle gate = jdbi.open()) {
      gate.execute("select pg_advisory_lock(4711)");
      CompletableFuture<Boolean> one =
          daily(NOON, 100).count(7, attachment(1, 60)).toCompletableFuture();
      CompletableFuture<Boolean> other =
          daily(NOON, 100).count(7, attachment(2, 60)).toCompletableFuture();
      await().until(() -> waiting(jdbi) == 2);
      gate.execute("select pg_advisory_unlock(4711)");

      assertThat(List.of(one.get(30, TimeUnit.SECONDS), other.get(30, TimeUnit.SECONDS)))
          .containsExactlyInAnyOrder(true, false);
    } finally {
      jdbi.useHandle(handle -> handle.execute("drop function pass_gate cascade"));
    }
  }

  /** How many sessions of this database wait for a lock. */
  private static int waiting(Jdbi jdbi) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select count(*) from pg_stat_activity
                where datname = current_database() and wait_event_type = 'Lock'
                """)
            .mapTo(int.class)
            .one());
  }

  @Test
  void withoutALimitNothingIsCounted() throws Exception {
    assertThat(
            daily(NOON, 0)
                .count(1, attachment(1, Long.MAX_VALUE))
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS))
        .isTrue();
  }

  private static boolean counts(Instant at, long member, long file, long size) throws Exception {
    return daily(at, 100)
        .count(member, attachment(file, size))
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS);
  }

  private static DailyCopies daily(Instant at, long most) {
    return new DailyCopies(DATABASE.database(), most, Clock.fixed(at, ZoneOffset.UTC));
  }

  private static Attachment attachment(long id, long size) {
    return new Attachment(id, "a", size, "http://x/a", "");
  }
}
