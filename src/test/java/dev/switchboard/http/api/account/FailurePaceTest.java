package dev.switchboard.http.api.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FailurePaceTest {
  private final AtomicLong now = new AtomicLong();
  private final FailurePace pace = new FailurePace(now::get);

  private boolean fails(String... keys) {
    return pace.begin(List.of(keys)).isPresent();
  }

  @Test
  void eachOfTheKeysIsSpentByItself() {
    for (int i = 0; i < FailurePace.MOST; i++) {
      assertThat(fails("here", "sam" + i)).isTrue();
      assertThat(fails("there" + i, "anna")).isTrue();
    }
    assertThat(fails("here", "bob")).as("the address").isFalse();
    assertThat(fails("elsewhere", "anna")).as("the account").isFalse();
    assertThat(fails("elsewhere", "bob")).isTrue();
    now.addAndGet(TimeUnit.MINUTES.toNanos(1));
    assertThat(fails("here", "anna")).isTrue();
  }

  @Test
  void manyAtOnceAreNoMoreGuesses() {
    FailurePace.Attempt right = pace.begin(List.of("here")).orElseThrow();
    for (int i = 1; i < FailurePace.MOST; i++) {
      assertThat(fails("here")).isTrue();
    }
    assertThat(fails("here")).isFalse();
    pace.succeeded(right);
    assertThat(fails("here")).isTrue();
    assertThat(fails("here")).isFalse();
  }

  @Test
  void whoSucceedsIsNotRemembered() {
    pace.succeeded(pace.begin(List.of("here", "sam")).orElseThrow());
    assertThat(pace.keys()).isZero();
  }

  @Test
  void allTogetherFailOnlySoOftenAndMemoryIsBounded() {
    for (int i = 0; i < FailurePace.OVERALL; i++) {
      assertThat(fails("address " + i, "account " + i)).isTrue();
    }
    assertThat(fails("one more")).isFalse();
    for (int minute = 0; minute < 12; minute++) {
      now.addAndGet(TimeUnit.MINUTES.toNanos(1));
      for (int i = 0; i < FailurePace.OVERALL; i++) {
        fails("address " + minute + " " + i, "account " + minute + " " + i);
      }
    }
    assertThat(pace.keys()).isLessThanOrEqualTo(FailurePace.KEYS);
  }
}
