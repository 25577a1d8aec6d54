package dev.switchboard.discord.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetryTest {
  private static final Retry USUAL = Retry.upTo(Duration.ofSeconds(30));

  private static Duration after(int failures, int crowd) {
    return Duration.ofNanos(USUAL.nanosAfter(failures, crowd));
  }

  @Test
  void whatFailsAloneIsTriedAgainWithinFiveSecondsHoweverOftenItFailed() {
    assertThat(after(1, 1)).isBetween(Duration.ofMillis(750), Duration.ofMillis(1_250));
    assertThat(after(2, 1)).isBetween(Duration.ofMillis(1_500), Duration.ofMillis(2_500));
    for (int failures : new int[] {3, 6, 7, 50, 1_000_000}) {
      assertThat(after(failures, 1)).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(5));
    }
  }

  /** Discord blocks an address for 10,000 invalid requests in 10 minutes. */
  @Test
  void whatFailsTogetherAsksNoMoreThanAFewTimesASecond() {
    for (int crowd : new int[] {20, 60, 100}) {
      double mean =
          IntStream.range(0, 1_000)
              .mapToLong(_ -> USUAL.nanosAfter(9, crowd))
              .average()
              .orElseThrow();
      double callsASecond = crowd / (mean / 1e9);
      assertThat(callsASecond).as("%d at once", crowd).isLessThan(4.5);
    }
    assertThat(after(9, 1_000_000)).isBetween(Duration.ofSeconds(22), Duration.ofSeconds(38));
  }
}
