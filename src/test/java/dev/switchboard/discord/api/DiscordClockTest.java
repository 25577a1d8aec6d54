package dev.switchboard.discord.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiscordClockTest {
  private static final Instant START = Instant.parse("2026-07-01T12:00:00.250Z");

  private Instant ours = START;
  private long nanos = 17;
  private final DiscordClock clock = new DiscordClock(new Ours(), () -> nanos);

  @Test
  void itIsOurOwnUntilDiscordAnswersAndWhereBothAgree() {
    assertThat(clock.instant()).isEqualTo(START);
    hear(START.plusSeconds(1));
    passes(Duration.ofSeconds(5));
    assertThat(clock.instant()).isEqualTo(START.plusSeconds(5));
  }

  @ParameterizedTest
  @ValueSource(longs = {3_600, -3_600, 86_400})
  void itIsDiscordsWhereOursIsWrong(long ahead) {
    hear(START.plusSeconds(ahead));
    passes(Duration.ofMinutes(3));
    assertThat(clock.instant())
        .isCloseTo(START.plusSeconds(ahead + 180), within(1, ChronoUnit.SECONDS));
  }

  @Test
  void aJumpOfOurClockBackIsNotFollowed() {
    hear(START);
    passes(Duration.ofSeconds(10));
    ours = ours.minus(Duration.ofHours(1));
    assertThat(clock.instant()).isEqualTo(START.plusSeconds(10));
    hear(START.plusSeconds(10));
    passes(Duration.ofSeconds(10));
    assertThat(clock.instant()).isCloseTo(START.plusSeconds(20), within(1, ChronoUnit.SECONDS));
  }

  @Test
  void aJumpForwardIsFollowedUntilTheNextAnswer() {
    hear(START);
    ours = ours.plus(Duration.ofHours(1));
    assertThat(clock.instant()).isEqualTo(START.plus(Duration.ofHours(1)));
    hear(START);
    assertThat(clock.instant()).isCloseTo(START, within(1, ChronoUnit.SECONDS));
  }

  @ParameterizedTest
  @ValueSource(strings = {"yesterday", ""})
  void aHeaderThatIsNoDateSaysNothing(String header) {
    clock.heard(header);
    assertThat(clock.instant()).isEqualTo(START);
  }

  private void hear(Instant theirs) {
    clock.heard(DateTimeFormatter.RFC_1123_DATE_TIME.format(theirs.atOffset(ZoneOffset.UTC)));
  }

  private void passes(Duration time) {
    ours = ours.plus(time);
    nanos += time.toNanos();
  }

  private final class Ours extends Clock {
    @Override
    public Instant instant() {
      return ours;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException();
    }
  }
}
