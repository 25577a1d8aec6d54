package dev.switchboard.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.switchboard.access.Guarded;
import dev.switchboard.access.NotPermitted;
import dev.switchboard.access.Principals;
import dev.switchboard.access.Right;
import dev.switchboard.access.Scope;
import dev.switchboard.account.RegistrationTokens.Draft;
import dev.switchboard.account.RegistrationTokens.Making;
import dev.switchboard.account.TokenBook.Reason;
import dev.switchboard.account.TokenBook.Token;
import dev.switchboard.entity.EntityStage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The contract of {@link RegistrationTokens}, which every implementation keeps. */
class RegistrationTokensContractTest {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  abstract static class Contract {
    /** The text of a token that no other test makes. */
    String text = "";

    abstract RegistrationTokens tokens();

    @BeforeEach
    void choose() {
      text = "let-me-in-" + NUMBER.incrementAndGet();
    }

    Draft draft(int uses) {
      return new Draft(Optional.of(text), uses, "for friends", Optional.empty());
    }

    private Making.Made made(Draft draft) {
      return (Making.Made) now(tokens().make(draft, Principals.ROOT));
    }

    private Optional<Token> listed() {
      return now(tokens().all()).stream().filter(one -> one.token().equals(text)).findFirst();
    }

    @Test
    void aTokenThatWasMadeIsListed() {
      Instant before = Instant.now();

      Making.Made made = made(draft(2));

      assertThat(made.isNew()).isTrue();
      assertThat(made.token().token()).isEqualTo(text);
      assertThat(made.token().maxUses()).isEqualTo(2);
      assertThat(made.token().used()).isZero();
      assertThat(made.token().comment()).isEqualTo("for friends");
      assertThat(made.token().createdBy()).isEqualTo("root");
      assertThat(made.token().created()).isBetween(before, Instant.now());
      assertThat(listed()).hasValue(made.token());
      assertThat(now(tokens().objection(text))).isEmpty();
    }

    @Test
    void aTokenWithoutATextGetsARandomOne() {
      Draft nameless = new Draft(Optional.empty(), 1, "", Optional.empty());

      String first = made(nameless).token().token();

      assertThat(first).isNotEqualTo(made(nameless).token().token());
      assertThat(now(tokens().objection(first))).isEmpty();
    }

    @Test
    void aTokenIsUsedAsOftenAsItMayBe() {
      made(draft(2));

      assertThat(now(tokens().use(text))).isEmpty();
      assertThat(now(tokens().use(text))).isEmpty();

      assertThat(now(tokens().use(text))).hasValue(Reason.USED_UP);
      assertThat(now(tokens().objection(text))).hasValue(Reason.USED_UP);
      assertThat(listed().map(Token::used)).hasValue(2);
    }

    @Test
    void aTokenThatIsMadeAgainKeepsTheNumberOfItsUses() {
      made(draft(2));
      now(tokens().use(text));

      Making.Made again = made(draft(5));

      assertThat(again.isNew()).isFalse();
      assertThat(again.token().maxUses()).isEqualTo(5);
      assertThat(again.token().used()).isEqualTo(1);
    }

    @Test
    void aTokenThatWasRevokedIsUnknown() {
      made(draft(2));

      assertThat(now(tokens().revoke(text, Principals.ROOT))).isEmpty();

      assertThat(listed()).isEmpty();
      assertThat(now(tokens().use(text))).hasValue(Reason.UNKNOWN);
      assertThat(now(tokens().objection(text))).hasValue(Reason.UNKNOWN);
      assertThat(now(tokens().revoke(text, Principals.ROOT))).hasValue(Reason.UNKNOWN);
    }

    @Test
    void aTokenThatCannotBeUsedIsNotMade() {
      Instant past = Instant.now().minus(Duration.ofDays(1));

      assertThat(
              now(
                  tokens()
                      .make(
                          new Draft(Optional.of(text), 1, "", Optional.of(past)), Principals.ROOT)))
          .isEqualTo(new Making.Refused(Reason.EXPIRED_ALREADY));
      assertThat(
              now(
                  tokens()
                      .make(
                          new Draft(Optional.of("a b"), 1, "", Optional.empty()), Principals.ROOT)))
          .isEqualTo(new Making.Refused(Reason.UNUSABLE));
      assertThat(listed()).isEmpty();
    }
  }

  @Nested
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  class Sharded extends Contract {
    private EntityStage stage;
    private RegistrationTokens sharded;

    @BeforeAll
    void start() {
      stage = new EntityStage(TokenBook.KIND);
      sharded = new ShardedRegistrationTokens(stage.entities(TokenBook.KIND), Clock.systemUTC());
    }

    @AfterAll
    void stop() {
      stage.close();
    }

    @Override
    RegistrationTokens tokens() {
      return sharded;
    }
  }

  private static RegistrationTokens memory() {
    return new RegistrationTokensInMemory(Clock.systemUTC(), new RandomText()::token);
  }

  @Nested
  class InMemory extends Contract {
    private final RegistrationTokens memory = memory();

    @Override
    RegistrationTokens tokens() {
      return memory;
    }
  }

  @Nested
  class BehindItsRight extends Contract {
    private final RegistrationTokens guarded =
        Guarded.port(RegistrationTokens.class, memory(), Right.MANAGE_ACCOUNTS);

    @Override
    RegistrationTokens tokens() {
      return guarded;
    }

    @Test
    void aPrincipalWithoutTheRightChangesNothing() {
      assertThatThrownBy(() ->
              now(guarded.make(draft(1), Principals.administrator("looker", Set.of(Scope.READ)))))
          .rootCause()
          .isInstanceOf(NotPermitted.class);
      assertThat(now(guarded.all())).isEmpty();
    }
  }

  private static <T> T now(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
  }
}
