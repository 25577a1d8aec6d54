package dev.switchboard.timing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class SnowflakeTest {
  /** The example of the section "Snowflakes" in the API reference of Discord. */
  private static final long EXAMPLE = 175_928_847_299_117_063L;

  private static final Instant MADE = Instant.parse("2016-04-30T11:18:25.796Z");

  @Test
  void anIdSaysWhenItWasMade() {
    assertThat(Snowflake.time(EXAMPLE)).isEqualTo(MADE);
    assertThat(Snowflake.millis(EXAMPLE)).isEqualTo(MADE.toEpochMilli());
  }

  @Test
  void theSmallestIdOfAnInstantIsNotAboveAnyIdOfThatInstant() {
    assertThat(Snowflake.at(MADE)).isLessThanOrEqualTo(EXAMPLE).isGreaterThan(EXAMPLE - (1 << 22));
    assertThat(Snowflake.time(Snowflake.at(MADE))).isEqualTo(MADE);
    assertThat(Snowflake.time(Snowflake.at(MADE) - 1)).isEqualTo(MADE.minusMillis(1));
  }

  @Test
  void beforeDiscordWasThereWasNoId() {
    assertThat(Snowflake.at(Instant.EPOCH)).isZero();
  }
}
