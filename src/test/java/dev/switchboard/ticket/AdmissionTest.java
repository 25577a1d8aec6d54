package dev.switchboard.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AdmissionTest {
  private final MovableClock clock = new MovableClock();
  private final AtomicInteger told = new AtomicInteger();
  private final Admission admission = new Admission(() -> 3, clock, told::incrementAndGet);

  @Test
  void soManyTicketsOpenInAMinuteAndTheNextWaitUntilOneIsAMinuteOld() {
    for (int n = 0; n < 3; n++) {
      assertThat(admission.ask()).isEmpty();
      clock.pass(Duration.ofSeconds(10));
    }
    assertThat(admission.ask().orElseThrow())
        .isBetween(Duration.ofSeconds(30), Duration.ofSeconds(31));
    clock.pass(Duration.ofSeconds(31));
    assertThat(admission.ask()).isEmpty();
  }

  @Test
  void staffAreToldOnceForEachRush() {
    for (int n = 0; n < 10; n++) {
      admission.ask();
    }
    assertThat(told).hasValue(1);
    clock.pass(Duration.ofMinutes(5));
    for (int n = 0; n < 10; n++) {
      admission.ask();
    }
    assertThat(told).hasValue(2);
  }

  @Test
  void aClockThatIsSetBackHoldsNobodyUp() {
    for (int n = 0; n < 3; n++) {
      assertThat(admission.ask()).isEmpty();
    }
    clock.pass(Duration.ofHours(-1));
    assertThat(admission.ask()).isEmpty();
    clock.pass(Duration.ofHours(1));
    assertThat(admission.ask()).isEmpty();
  }

  private static final class MovableClock extends Clock {
    private Instant now = Instant.parse("2026-11-21T10:00:00Z");

    void pass(Duration time) {
      now = now.plus(time);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
