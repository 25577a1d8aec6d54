package dev.switchboard.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TurnCredentialsTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00.700Z");

  @Test
  void theNameTellsWhenTheyExpireAndThePasswordIsMadeFromIt() {
    TurnCredentials credentials = TurnCredentials.of("north", Duration.ofDays(1), "alice", NOW);

    assertThat(credentials.username()).isEqualTo("1795341600:alice");
    assertThat(credentials.expires()).isEqualTo(Instant.parse("2026-11-22T10:00:00Z"));
    // By Python's hmac module.
    assertThat(credentials.password()).isEqualTo("yfATAimG0IZ8GwePpKtyYcGp+4M=");
    assertThat(credentials.toString()).doesNotContain(credentials.password());
  }

  @Test
  void nobodyNeedsToBeNamed() {
    assertThat(TurnCredentials.of("north", Duration.ofSeconds(1), "", NOW).username())
        .isEqualTo("1795255201");
  }
}
