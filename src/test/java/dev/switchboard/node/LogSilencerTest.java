package dev.switchboard.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LogSilencerTest {
  private final LogSilencer policy = new LogSilencer();

  @AfterEach
  void logAgain() {
    policy.obey(false, Long.MAX_VALUE);
  }

  @Test
  void whatIsOlderThanWhatWasObeyedChangesNothing() {
    policy.obey(true, 2);
    policy.obey(false, 1);
    assertThat(policy.silent()).isTrue();

    policy.obey(false, 3);
    policy.obey(true, 2);
    assertThat(policy.silent()).isFalse();
  }
}
