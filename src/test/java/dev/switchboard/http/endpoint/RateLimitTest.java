package dev.switchboard.http.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RateLimitTest {
  private long nanos = 1;
  private final RateLimit limit = new RateLimit("key", 100, () -> nanos);

  private void pass(Duration time) {
    nanos += time.toNanos();
  }

  @Test
  void aMinutesRequestsMayComeAtOnceAndThenEvenly() {
    for (int left = 99; left >= 0; left--) {
      assertThat(limit.take("a")).extracting("allowed", "left").containsExactly(true, (long) left);
    }
    assertThat(limit.take("a")).isEqualTo(new RateLimit.Verdict(false, 0, 60, 1));
    pass(Duration.ofMillis(600));
    assertThat(limit.take("a").allowed()).isTrue();
    assertThat(limit.take("a").allowed()).isFalse();
    pass(Duration.ofMinutes(1));
    assertThat(limit.take("a").left()).isEqualTo(99);
  }

  @Test
  void callersAreCountedApart() {
    for (int taken = 0; taken < 100; taken++) {
      limit.take("a");
    }
    assertThat(limit.take("a").allowed()).isFalse();
    assertThat(limit.take("b").allowed()).isTrue();
  }

  @Test
  void theHeadersSayWhatIsLeftAndWhen() {
    RateLimit.Verdict verdict = limit.take("a");
    assertThat(limit.headers(verdict, Instant.ofEpochSecond(1_000)))
        .containsExactly(
            new Answer.Header("RateLimit-Policy", "\"key\";q=100;w=60"),
            new Answer.Header("RateLimit", "\"key\";r=99;t=1"),
            new Answer.Header("X-RateLimit-Limit", "100"),
            new Answer.Header("X-RateLimit-Remaining", "99"),
            new Answer.Header("X-RateLimit-Reset", "1001"));
  }
}
