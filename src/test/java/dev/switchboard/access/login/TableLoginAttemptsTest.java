package dev.switchboard.access.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.switchboard.SecurityPoint;
import dev.switchboard.access.MovedClock;
import dev.switchboard.access.Secret;
import dev.switchboard.access.login.LoginAttempts.Attempt;
import dev.switchboard.access.login.LoginAttempts.Begun;
import dev.switchboard.storage.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The attempts in a real database. */
class TableLoginAttemptsTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");

  private final MovedClock clock = new MovedClock(START);
  private LoginAttempts attempts;

  @BeforeEach
  void start() {
    DATABASE.database().jdbi().useHandle(handle -> handle.execute("truncate login_attempt"));
    attempts = new TableLoginAttempts(DATABASE.database(), clock);
  }

  @SecurityPoint(9)
  @Test
  void whatWasBegunIsTakenOnceAlsoOnAnotherNode() throws Exception {
    Begun begun = result(attempts.begin("/panel/tickets/7"));
    LoginAttempts other = new TableLoginAttempts(DATABASE.database(), clock);

    assertThat(begun.state()).matches("[A-Za-z0-9_-]{43}").isNotEqualTo(begun.browser());
    assertThat(begun.browser()).matches("[A-Za-z0-9_-]{43}");
    assertThat(result(other.take(begun.state(), begun.browser())))
        .hasValue(new Attempt("/panel/tickets/7", begun.pkce(), Optional.empty()));
    assertThat(result(attempts.take(begun.state(), begun.browser()))).isEmpty();
  }

  @SecurityPoint(9)
  @Test
  void noTwoAttemptsHaveASecretInCommon() throws Exception {
    Begun first = result(attempts.begin("/panel"));
    Begun second = result(attempts.begin("/panel"));

    assertThat(first.state()).isNotEqualTo(second.state());
    assertThat(first.browser()).isNotEqualTo(second.browser());
    assertThat(first.pkce()).isNotEqualTo(second.pkce());
    assertThat(result(attempts.take(first.state(), second.browser()))).isEmpty();
    assertThat(result(attempts.take(second.state(), second.browser()))).isPresent();
  }

  @Test
  void ofTwoWhoTakeItAtOnceOneSucceeds() throws Exception {
    for (int round = 0; round < 20; round++) {
      Begun begun = result(attempts.begin("/panel"));
      CompletionStage<Optional<Attempt>> one = attempts.take(begun.state(), begun.browser());
      CompletionStage<Optional<Attempt>> other = attempts.take(begun.state(), begun.browser());

      assertThat(result(one).isPresent()).isNotEqualTo(result(other).isPresent());
    }
  }

  /** Whoever learned the state has no second try. */
  @SecurityPoint(9)
  @Test
  void anAttemptToLinkKnowsItsSession() throws Exception {
    Begun begun = result(attempts.begin("/account", Optional.of("a".repeat(64))));
    assertThat(result(attempts.take(begun.state(), begun.browser())))
        .hasValueSatisfying(attempt -> assertThat(attempt.session()).contains("a".repeat(64)));
  }

  @Test
  void anotherBrowserEndsTheAttempt() throws Exception {
    Begun begun = result(attempts.begin("/panel"));

    assertThat(result(attempts.take(begun.state(), Secret.random()))).isEmpty();
    assertThat(result(attempts.take(begun.state(), begun.browser()))).isEmpty();
  }

  @SecurityPoint(10)
  @ParameterizedTest
  @ValueSource(strings = {"", "x", "\u0000", "'; drop table login_attempt; --"})
  void aForeignStateIsNone(String state) throws Exception {
    Begun begun = result(attempts.begin("/panel"));

    assertThat(result(attempts.take(state, begun.browser()))).isEmpty();
    assertThat(result(attempts.take(begun.state(), ""))).isEmpty();
  }

  @SecurityPoint(9)
  @Test
  void anAttemptIsOverAfterTenMinutes() throws Exception {
    Begun slow = result(attempts.begin("/panel"));
    Begun slower = result(attempts.begin("/panel"));
    clock.passes(TableLoginAttempts.LASTING.minusMillis(1));
    assertThat(result(attempts.take(slow.state(), slow.browser()))).isPresent();
    clock.passes(Duration.ofMillis(1));

    assertThat(result(attempts.take(slower.state(), slower.browser()))).isEmpty();
  }

  @Test
  void noSecretIsStoredButTheVerifier() throws Exception {
    Begun begun = result(attempts.begin("/panel"));

    assertThat(rows())
        .contains(begun.pkce().verifier(), Secret.hash(begun.state()))
        .doesNotContain(begun.state(), begun.browser());
    assertThat(begun.toString())
        .doesNotContain(begun.state(), begun.browser(), begun.pkce().verifier());
  }

  @Test
  void whatIsOverGoesInBoundedBatches() throws Exception {
    fill(TableLoginAttempts.AT_A_TIME + 10, START);
    clock.passes(TableLoginAttempts.LASTING);
    Begun first = result(attempts.begin("/panel"));

    assertThat(count()).isEqualTo(11);
    result(attempts.begin("/panel"));
    assertThat(count()).isEqualTo(2);
    assertThat(result(attempts.take(first.state(), first.browser()))).isPresent();
  }

  @Test
  void theOldestGoWhereThereAreTooMany() throws Exception {
    Begun oldest = result(attempts.begin("/panel"));
    clock.passes(Duration.ofSeconds(1));
    Begun second = result(attempts.begin("/panel"));
    clock.passes(Duration.ofSeconds(1));
    fill(TableLoginAttempts.MOST - 2, clock.instant());
    assertThat(count()).isEqualTo(TableLoginAttempts.MOST);
    clock.passes(Duration.ofSeconds(1));
    Begun newest = result(attempts.begin("/panel"));

    assertThat(count()).isEqualTo(TableLoginAttempts.MOST);
    assertThat(result(attempts.take(oldest.state(), oldest.browser()))).isEmpty();
    assertThat(result(attempts.take(second.state(), second.browser()))).isPresent();
    assertThat(result(attempts.take(newest.state(), newest.browser()))).isPresent();
  }

  @Test
  void noAttemptLeadsElsewhere() {
    assertThatThrownBy(() -> attempts.begin("//evil.example"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(count()).isZero();
  }

  /** RFC 7636, appendix B. */
  @Test
  void theChallengeIsTheOneOfTheStandard() {
    assertThat(new Pkce("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk").challenge())
        .isEqualTo("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
  }

  @Test
  void aVerifierHasTheLengthOfTheStandard() {
    assertThat(Pkce.random().verifier()).hasSize(43);
    assertThat(new Pkce("~".repeat(128)).verifier()).hasSize(128);
    for (String wrong : new String[] {"a".repeat(42), "a".repeat(129), "=".repeat(43)}) {
      assertThatThrownBy(() -> new Pkce(wrong)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static void fill(int number, Instant at) {
    DATABASE
        .database()
        .jdbi()
        .useHandle(handle ->
            handle
                .createUpdate(
                    """
                    insert into login_attempt (state_hash, verifier, redirect, browser, at)
                    select 'state ' || i, 'verifier', '/panel', 'browser', :at
                    from generate_series(1, :number) i
                    """)
                .bind("at", at.atOffset(ZoneOffset.UTC))
                .bind("number", number)
                .execute());
  }

  private static int count() {
    return DATABASE
        .database()
        .jdbi()
        .withHandle(handle ->
            handle.createQuery("select count(*) from login_attempt").mapTo(Integer.class).one());
  }

  private static String rows() {
    return DATABASE
        .database()
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery("select string_agg(a::text, ' ') from login_attempt a")
                .mapTo(String.class)
                .one());
  }

  private static <T> T result(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
  }
}
