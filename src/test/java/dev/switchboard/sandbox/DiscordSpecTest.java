package dev.switchboard.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;

class DiscordSpecTest {
  @Test
  void anAnswerThatDiscordWouldNotGiveIsFound() {
    assumeTrue(
        DiscordSpec.fromEnvironment().isPresent(),
        "DISCORD_OPENAPI names no file, so answers are not checked against Discord's description");
    DiscordSpec spec = DiscordSpec.fromEnvironment().orElseThrow();
    spec.takeFindings();

    spec.note("GET", "/users/@me", 200, "{\"id\":\"1\"}");
    assertThat(spec.takeFindings()).anyMatch(f -> f.contains("username"));
    spec.note("POST", "/guilds/1/channels", 200, "");
    assertThat(spec.takeFindings()).anyMatch(f -> f.contains("200 is not described"));
  }
}
