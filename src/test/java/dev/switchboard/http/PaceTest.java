package dev.switchboard.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaceTest {
  private static final int TURNS_AT_ONCE = 1024;
  private static final int TURNS_A_SECOND = 512;
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  /** A clock may begin anywhere, and overflow. */
  @ParameterizedTest
  @ValueSource(longs = {0, -5, Long.MAX_VALUE - 1_000, Long.MIN_VALUE + 1_000})
  void someTurnsAreGivenAtOnceAndOthersInTheirTime(long begin) {
    AtomicLong now = new AtomicLong(begin);
    Pace pace = Pace.ofDrains(now::get);

    for (int i = 0; i <= TURNS_AT_ONCE; i++) {
      assertThat(pace.nanosUntilTurn()).as("turn %d", i).isLessThanOrEqualTo(0);
    }
    for (int i = 1; i <= 10; i++) {
      assertThat(pace.nanosUntilTurn()).isEqualTo(i * (SECOND / TURNS_A_SECOND));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {2, 3_600})
  void aQuietTimeGivesBackWhatMayBeTakenAtOnceAndNoMore(long quietSeconds) {
    AtomicLong now = new AtomicLong();
    Pace pace = Pace.ofDrains(now::get);
    for (int i = 0; i <= TURNS_AT_ONCE; i++) {
      pace.nanosUntilTurn();
    }

    now.addAndGet(quietSeconds * SECOND);

    for (int i = 0; i < TURNS_AT_ONCE; i++) {
      assertThat(pace.nanosUntilTurn()).as("turn %d", i).isLessThanOrEqualTo(0);
    }
    pace.nanosUntilTurn();
    assertThat(pace.nanosUntilTurn()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 20})
  void turnsOfAnyLengthAreGivenAtOnceAndThenInTheirTime(int millis) {
    AtomicLong now = new AtomicLong();
    Pace pace = new Pace(Duration.ofMillis(millis), 16, now::get);

    for (int i = 0; i <= 16; i++) {
      assertThat(pace.nanosUntilTurn()).as("turn %d", i).isLessThanOrEqualTo(0);
    }
    for (int i = 1; i <= 3; i++) {
      assertThat(pace.nanosUntilTurn()).isEqualTo(TimeUnit.MILLISECONDS.toNanos((long) i * millis));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1_100, 2_000})
  void whoWaitsIsToldWhenTheirTurnHasCome(int others) {
    AtomicLong now = new AtomicLong();
    Pace pace = Pace.ofDrains(now::get);
    for (int i = 0; i < others; i++) {
      pace.nanosUntilTurn();
    }

    assertThat(pace.turn()).succeedsWithin(30, TimeUnit.SECONDS);
  }
}
