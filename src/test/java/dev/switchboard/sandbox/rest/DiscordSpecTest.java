package dev.switchboard.sandbox.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;

class DiscordSpecTest {
  @Test
  void whatDiscordWouldNotAnswerOrTakeIsFound() {
    assumeTrue(
        DiscordSpec.fromEnvironment().isPresent(),
        "DISCORD_OPENAPI names no file, so nothing is checked against Discord's description");
    DiscordSpec spec = DiscordSpec.fromEnvironment().orElseThrow();

    assertThat(spec.findings("GET", "/users/@me", "", 200, "{\"id\":\"1\"}"))
        .anyMatch(f -> f.contains("username"));
    assertThat(spec.findings("POST", "/guilds/1/channels", "", 200, ""))
        .anyMatch(f -> f.contains("200 is not described"));
    assertThat(spec.findings("POST", "/channels/1/messages", "{\"content\":1}", 200, ""))
        .anyMatch(f -> f.contains("taken") && f.contains("/content"));
  }
}
