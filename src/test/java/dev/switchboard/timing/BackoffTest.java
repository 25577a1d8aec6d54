package dev.switchboard.timing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {
  private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(4));

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 100", "2, 200", "3, 400", "6, 3200", "7, 4000", "2000000000, 4000"})
  void eachPauseIsTwiceTheOneBeforeUpToTheLongest(int failures, long millis) {
    assertThat(BACKOFF.after(failures)).isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @CsvSource({"100, 200", "3000, 4000", "4000, 4000"})
  void thePauseAfterAnotherOneIsTwiceAsLongUpToTheLongest(long pause, long next) {
    assertThat(BACKOFF.longer(Duration.ofMillis(pause))).isEqualTo(Duration.ofMillis(next));
  }

  @Test
  void aFactorMakesItLongerOrShorterAndNotLongerThanTheLongest() {
    assertThat(BACKOFF.after(2, 0.8)).isEqualTo(Duration.ofMillis(160));
    assertThat(BACKOFF.after(7, 0.5)).isEqualTo(Duration.ofMillis(3_200));
    assertThat(BACKOFF.after(7, 1.5)).isEqualTo(Duration.ofSeconds(4));
    assertThat(BACKOFF.longer(Duration.ofMillis(100), 2.5)).isEqualTo(Duration.ofMillis(250));
  }
}
