package dev.switchboard.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The waits for a number that rises. */
class RisingNumberTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private final RisingNumber number = new RisingNumber();

  @Test
  void aWaitEndsWhenTheNumberIsBeyondItsBound() {
    CompletableFuture<Boolean> low = number.beyond(0, LONG).toCompletableFuture();
    CompletableFuture<Boolean> high = number.beyond(5, LONG).toCompletableFuture();

    number.raise(5);
    assertThat(low).isCompletedWithValue(true);
    assertThat(high).isNotDone();

    number.rise();
    assertThat(high).isCompletedWithValue(true);
    assertThat(number.value()).isEqualTo(6);
    assertThat(number.waits()).isZero();
  }

  @Test
  void itNeverFalls() {
    number.raise(7);
    number.raise(3);

    assertThat(number.value()).isEqualTo(7);
    assertThat(number.beyond(6, LONG).toCompletableFuture()).isCompletedWithValue(true);
  }

  @Test
  void nothingIsHeldOfWaitsThatEndedWithoutNews() {
    List<CompletableFuture<Boolean>> waits = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      waits.add(number.beyond(i, Duration.ofMillis(1)).toCompletableFuture());
    }

    assertThat(waits).allSatisfy(wait -> assertThat(wait.join()).isFalse());
    assertThat(number.waits()).isZero();
  }

  @Test
  void aWaitMayAskAgainWhileItIsToldOfTheEnd() {
    CompletableFuture<Boolean> second =
        number.beyond(0, LONG).thenCompose(_ -> number.beyond(1, LONG)).toCompletableFuture();

    number.rise();
    assertThat(second).isNotDone();
    number.rise();
    assertThat(second).isCompletedWithValue(true);
  }
}
