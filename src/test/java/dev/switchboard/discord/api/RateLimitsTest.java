package dev.switchboard.discord.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a 429 says, and what follows when it is said again and again. */
class RateLimitsTest {
  private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
  private static final Call CALL = Call.post("/channels/{channel}/messages", 7L);
  private static final Answer DONE =
      new Answer.Ok(200, MissingNode.getInstance(), Answer.RateHeaders.NONE);

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final RateLimits limits = new RateLimits(50, 0);
  private long now;

  private static Answer.Limited read(String body, String... headers) throws Exception {
    var all = new DefaultHttpHeaders();
    for (int i = 0; i < headers.length; i += 2) {
      all.add(headers[i], headers[i + 1]);
    }
    JsonNode json = body.startsWith("<") ? MissingNode.getInstance() : JSON.readTree(body);
    return (Answer.Limited) AnswerReader.read(429, all, json, NOW);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "3 | 3000",
        "0.65 | 650",
        " 2.5  | 2500",
        "'Sat, 28 Nov 2026 12:00:20 GMT' | 20000",
        "'Sat, 28 Nov 2026 11:59:00 GMT' | 0",
        "'Sat, 28 Nov 2026 12:10:00 +0000' | 600000",
        "soon | 1000",
        "NaN | 1000",
        "-5 | 0",
      })
  void retryAfterIsSecondsWithDecimalsOrADate(String header, long millis) throws Exception {
    assertThat(read("<html>", "Retry-After", header).retryAfter()).hasMillis(millis);
  }

  @Test
  void theBodysWordComesFirstThenRetryAfterThenTheReset() throws Exception {
    assertThat(read("{\"retry_after\":0.3}", "Retry-After", "1").retryAfter()).hasMillis(300);
    assertThat(read("{\"retry_after\":\"0.7\"}", "Retry-After", "1").retryAfter()).hasMillis(700);
    assertThat(read("{}", "Retry-After", "4").retryAfter()).hasMillis(4_000);
    assertThat(read("{}", "X-RateLimit-Reset-After", "1.5").retryAfter()).hasMillis(1_500);
    assertThat(read("{}").retryAfter()).hasMillis(1_000);
  }

  @Test
  void whatIsLimitedIsGuessedFromWhatIsThere() throws Exception {
    assertThat(read("<html>").scope()).isEqualTo(Answer.Scope.GLOBAL);
    assertThat(read("[]").scope()).isEqualTo(Answer.Scope.GLOBAL);
    assertThat(read("{\"global\":true}").scope()).isEqualTo(Answer.Scope.GLOBAL);
    assertThat(read("{}", "X-RateLimit-Global", "true").scope()).isEqualTo(Answer.Scope.GLOBAL);
    assertThat(read("{}", "X-RateLimit-Scope", "global").scope()).isEqualTo(Answer.Scope.GLOBAL);
    assertThat(read("{}").scope()).isEqualTo(Answer.Scope.USER);
    assertThat(read("<html>", "X-RateLimit-Bucket", "b").scope()).isEqualTo(Answer.Scope.USER);
    assertThat(read("<html>", "X-RateLimit-Scope", "user").scope()).isEqualTo(Answer.Scope.USER);
    assertThat(read("<html>", "X-RateLimit-Scope", "shared").scope())
        .isEqualTo(Answer.Scope.SHARED);
  }

  /** Makes the next call as soon as it may be made; how long that took. */
  private Duration next(RateLimits.Pass pass) {
    long begun = now;
    for (long wait = limits.take(pass, now); wait > 0; wait = limits.take(pass, now)) {
      now += wait;
    }
    return Duration.ofNanos(now - begun);
  }

  private static Answer front(Duration told) {
    return new Answer.Limited(told, Answer.Scope.GLOBAL, Answer.RateHeaders.NONE);
  }

  @Test
  void oneCallAtATimeFindsOutWhetherTheFrontStillRefusesWithGrowingPausesUpToThirtySeconds() {
    List<Duration> pauses = new ArrayList<>();
    for (int i = 0; i < 15; i++) {
      var pass = new RateLimits.Pass(CALL);
      pauses.add(next(pass));
      var other = new RateLimits.Pass(Call.get("/users/@me"));
      if (i > 0) {
        assertThat(limits.take(other, now)).as("beside the one").isPositive();
      }
      now += Duration.ofMillis(50).toNanos();
      limits.answered(pass, front(Duration.ofSeconds(1)), now);
    }
    assertThat(pauses.subList(1, pauses.size())).isSorted();
    assertThat(pauses.get(1)).isBetween(Duration.ofMillis(900), Duration.ofMillis(1_100));
    assertThat(pauses.getLast()).isBetween(Duration.ofSeconds(29), Duration.ofSeconds(31));
    long within20 = 0;
    Duration passed = Duration.ZERO;
    for (Duration pause : pauses.subList(1, pauses.size())) {
      passed = passed.plus(pause);
      within20 += passed.compareTo(Duration.ofSeconds(20)) < 0 ? 1 : 0;
    }
    assertThat(within20).isBetween(4L, 8L);
  }

  @Test
  void whatWasUnderWayTogetherIsOneRefusalAndASuccessOpensAllAgain() {
    List<RateLimits.Pass> together = new ArrayList<>();
    for (long channel = 1; channel <= 20; channel++) {
      var pass = new RateLimits.Pass(Call.post("/channels/{channel}/messages", channel));
      assertThat(limits.take(pass, now)).isZero();
      together.add(pass);
    }
    now += Duration.ofMillis(50).toNanos();
    together.forEach(pass -> limits.answered(pass, front(Duration.ofSeconds(2)), now));

    var probe = new RateLimits.Pass(CALL);
    assertThat(next(probe)).isBetween(Duration.ofMillis(1_900), Duration.ofMillis(2_100));
    limits.answered(probe, DONE, now);
    for (long channel = 30; channel < 40; channel++) {
      var pass = new RateLimits.Pass(Call.post("/channels/{channel}/messages", channel));
      assertThat(limits.take(pass, now)).isZero();
    }
  }

  @Test
  void aLongerTimeThatDiscordNamesIsKept() {
    var pass = new RateLimits.Pass(CALL);
    next(pass);
    limits.answered(pass, front(Duration.ofMinutes(10)), now);
    assertThat(next(new RateLimits.Pass(CALL)))
        .isBetween(Duration.ofMinutes(10), Duration.ofSeconds(601));
  }

  @Test
  void aRouteThatIsRefusedAgainAndAgainIsAskedLessAndLessAndOthersGoOn() {
    List<Duration> pauses = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      var pass = new RateLimits.Pass(CALL);
      pauses.add(next(pass));
      var other = new RateLimits.Pass(Call.get("/users/@me"));
      assertThat(limits.take(other, now)).isZero();
      limits.answered(other, DONE, now);
      limits.answered(
          pass,
          new Answer.Limited(Duration.ZERO, Answer.Scope.USER, Answer.RateHeaders.NONE),
          ++now);
    }
    assertThat(pauses.subList(1, pauses.size())).isSorted();
    assertThat(pauses.getLast()).isBetween(Duration.ofSeconds(25), Duration.ofSeconds(31));
  }
}
