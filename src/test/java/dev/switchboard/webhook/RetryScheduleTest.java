package dev.switchboard.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.webhook.WebhookTransport.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryScheduleTest {
  private static final List<Duration> PLANNED =
      List.of(
          Duration.ofSeconds(5),
          Duration.ofMinutes(5),
          Duration.ofMinutes(30),
          Duration.ofHours(2),
          Duration.ofHours(5),
          Duration.ofHours(10),
          Duration.ofHours(14),
          Duration.ofHours(20),
          Duration.ofHours(24));

  @Test
  void thePausesAreThoseOfTheStandardAndALittleLonger() {
    for (long seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      for (int failures = 1; failures <= PLANNED.size(); failures++) {
        Duration planned = PLANNED.get(failures - 1);
        assertThat(RetrySchedule.pause(failures, Optional.empty(), random).orElseThrow())
            .as("seed %d, failure %d", seed, failures)
            .isBetween(planned, planned.multipliedBy(11).dividedBy(10));
      }
      assertThat(RetrySchedule.pause(10, Optional.empty(), random)).isEmpty();
      assertThat(RetrySchedule.pause(11, Optional.empty(), random)).isEmpty();
    }
  }

  @Test
  void theSameSeedGivesTheSamePausesAndAnotherOneOthers() {
    assertThat(RetrySchedule.pause(4, Optional.empty(), new Random(7)))
        .isEqualTo(RetrySchedule.pause(4, Optional.empty(), new Random(7)))
        .isNotEqualTo(RetrySchedule.pause(4, Optional.empty(), new Random(8)));
  }

  @Test
  void anAnswerCanAskForALongerPauseButNotForAShorterOneOrForMoreThanADay() {
    Random random = new Random(1);
    assertThat(RetrySchedule.pause(1, Optional.of(Duration.ofMinutes(2)), random))
        .contains(Duration.ofMinutes(2));
    assertThat(RetrySchedule.pause(3, Optional.of(Duration.ofSeconds(1)), random).orElseThrow())
        .isGreaterThanOrEqualTo(Duration.ofMinutes(30));
    assertThat(RetrySchedule.pause(1, Optional.of(Duration.ofDays(400)), random))
        .contains(Duration.ofHours(24));
  }

  // ---- verdicts

  private static Verdict verdict(int status, int failures, Optional<Duration> asked) {
    return Verdict.of(new Outcome.Answered(status, asked, ""), failures, new Random(1));
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 202, 204, 299})
  void each2xxIsSuccess(int status) {
    assertThat(verdict(status, 9, Optional.empty())).isEqualTo(new Verdict.Delivered());
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 304, 307, 308, 400, 401, 404, 500, 503})
  void redirectsAndAllOthersAreFailures(int status) {
    assertThat(verdict(status, 0, Optional.empty()))
        .isInstanceOfSatisfying(
            Verdict.Again.class,
            again -> {
              assertThat(again.setAside()).isFalse();
              assertThat(again.rest()).isEmpty();
            });
    assertThat(verdict(status, 9, Optional.empty())).isEqualTo(new Verdict.GivenUp());
  }

  @Test
  void theThirdFailureSetsAside() {
    assertThat(verdict(500, 1, Optional.empty()))
        .isInstanceOfSatisfying(
            Verdict.Again.class, again -> assertThat(again.setAside()).isFalse());
    assertThat(verdict(500, 2, Optional.empty()))
        .isInstanceOfSatisfying(
            Verdict.Again.class, again -> assertThat(again.setAside()).isTrue());
  }

  @Test
  void goneIsGone() {
    assertThat(verdict(410, 0, Optional.empty())).isEqualTo(new Verdict.Gone());
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 502, 504})
  void whoIsBusyIsLeftAlone(int status) {
    assertThat(verdict(status, 0, Optional.of(Duration.ofMinutes(7))))
        .isEqualTo(
            new Verdict.Again(Duration.ofMinutes(7), false, Optional.of(Duration.ofMinutes(7))));
    assertThat(verdict(status, 8, Optional.empty()))
        .isInstanceOfSatisfying(
            Verdict.Again.class, again -> assertThat(again.rest()).contains(Duration.ofMinutes(5)));
  }

  @Test
  void noAnswerIsAFailure() {
    assertThat(Verdict.of(new Outcome.Failed("no"), 0, new Random(1)))
        .isInstanceOf(Verdict.Again.class);
    assertThat(Verdict.of(new Outcome.Failed("no"), 9, new Random(1)))
        .isEqualTo(new Verdict.GivenUp());
  }
}
