package dev.switchboard.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.storage.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
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
