package dev.switchboard.discord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.discord.gateway.GatewayPace.Starts;
import java.time.Duration;
import java.time.Instant;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatewayPaceTest {
  private static final GatewayPace USUAL = GatewayPace.USUAL;

  private static Duration longest(IntFunction<Duration> pause) {
    return IntStream.of(0, 1, 2, 3, 6, 7, 50, 1_000_000)
        .mapToObj(pause)
        .max(Duration::compareTo)
        .orElseThrow();
  }

  @Test
  void whatCostsNoSessionStartIsTriedAgainWithinFiveSeconds() {
    assertThat(longest(USUAL::pauseForFree)).isLessThanOrEqualTo(Duration.ofSeconds(4));
  }

  @ParameterizedTest
  @CsvSource({"1000, 1000", "501, 1000", "2000, 2000"})
  void soIsASessionStartWhileMostOfTheDaysAreLeft(int remaining, int total) {
    Starts starts = new Starts(remaining, total);
    assertThat(longest(attempts -> USUAL.pauseForStart(attempts, starts)))
        .isLessThanOrEqualTo(Duration.ofSeconds(4));
  }

  /** A start a minute leaves some of 500 for eight hours. */
  @ParameterizedTest
  @CsvSource({"500, 1000", "60, 1000", "900, 2000", "0, 0"})
  void whereFewAreLeftThePausesGrow(int remaining, int total) {
    Starts starts = new Starts(remaining, total);
    assertThat(USUAL.pauseForStart(10, starts)).isGreaterThan(Duration.ofSeconds(40));
  }

  /** A session that Discord never resumes is given up after about a minute, by time or by tries. */
  @Test
  void aSessionIsTriedToBeResumedForAboutAMinute() {
    Resumption resumption = new Resumption(USUAL.resuming());
    Session session = new Session("A", 1, "", 1, 0, Instant.EPOCH, Instant.EPOCH);
    long now = 0;
    int tries = 0;
    while (!resumption.isHopeless(now)) {
      tries++;
      resumption.failed(session, now);
      now += resumption.capped(USUAL.pauseForFree(tries), now).toNanos();
    }
    assertThat(Duration.ofNanos(now)).isBetween(Duration.ofSeconds(40), Duration.ofSeconds(75));
    assertThat(tries).isLessThanOrEqualTo(20);
  }
}
