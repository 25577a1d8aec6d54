package dev.switchboard.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.switchboard.access.AdminGrants.Grant;
import dev.switchboard.access.AdminGrants.Reason;
import dev.switchboard.access.AdminTokens.Giving;
import dev.switchboard.access.AdminTokens.Taking;
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

/** The contract of {@link AdminTokens}, which every implementation keeps. */
class AdminTokensContractTest {
  private static final Set<Scope> READ = Set.of(Scope.READ);
  private static final AtomicInteger NUMBER = new AtomicInteger();

  abstract static class Contract {
    /** A name that no other test gives. */
    String name = "";

    abstract AdminTokens tokens();

    @BeforeEach
    void choose() {
      name = "token-" + NUMBER.incrementAndGet();
    }

    private Giving.Given given(Set<Scope> scopes, Optional<Duration> lifetime) {
      return (Giving.Given) now(tokens().give(name, scopes, lifetime, Principals.ROOT));
    }

    private Optional<Grant> listed() {
      return now(tokens().all()).stream().filter(grant -> grant.name().equals(name)).findFirst();
    }

    @Test
    void aTokenThatWasGivenIsListedAndItsHolderIsFoundByTheHash() {
      assertThat(now(tokens().holderOf(Secret.hash("a guess")))).isEmpty();
      Instant before = Instant.now();

      Giving.Given given = given(Set.of(Scope.READ, Scope.ACCOUNTS), Optional.empty());

      Grant grant = given.grant();
      assertThat(grant.name()).isEqualTo(name);
      assertThat(grant.scopes()).containsExactlyInAnyOrder(Scope.READ, Scope.ACCOUNTS);
      assertThat(grant.givenBy()).isEqualTo("root");
      assertThat(grant.given()).isBetween(before, Instant.now());
      assertThat(grant.expires()).isEmpty();
      assertThat(grant.hash()).isEqualTo(Secret.hash(given.token()));
      assertThat(listed()).hasValue(grant);
      assertThat(now(tokens().holderOf(Secret.hash(given.token())))).hasValue(grant);
    }

    @Test
    void aTokenWithALifetimeEndsAfterIt() {
      Grant grant = given(READ, Optional.of(Duration.ofHours(1))).grant();

      assertThat(grant.expires()).hasValue(grant.given().plus(Duration.ofHours(1)));
    }

    @Test
    void aTokenThatWasTakenHasNoHolderAtOnce() {
      Giving.Given given = given(READ, Optional.empty());
      assertThat(now(tokens().holderOf(given.grant().hash()))).isPresent();

      assertThat(now(tokens().take(name, Principals.ROOT))).isEqualTo(new Taking.Taken());

      assertThat(now(tokens().holderOf(given.grant().hash()))).isEmpty();
      assertThat(listed()).isEmpty();
      assertThat(now(tokens().take(name, Principals.ROOT)))
          .isEqualTo(new Taking.Refused(Reason.UNKNOWN));
    }

    @Test
    void aNameIsGivenOnceUntilItIsTaken() {
      Giving.Given first = given(READ, Optional.empty());

      assertThat(now(tokens().give(name, READ, Optional.empty(), Principals.ROOT)))
          .isEqualTo(new Giving.Refused(Reason.NAME_TAKEN));
      assertThat(listed()).hasValue(first.grant());

      now(tokens().take(name, Principals.ROOT));
      assertThat(given(READ, Optional.empty()).grant().hash()).isNotEqualTo(first.grant().hash());
    }

    @Test
    void aTokenThatCannotBeUsedIsNotGiven() {
      assertThat(now(tokens().give("root", READ, Optional.empty(), Principals.ROOT)))
          .isEqualTo(new Giving.Refused(Reason.NAME_UNUSABLE));
      assertThat(now(tokens().give(name, Set.of(), Optional.empty(), Principals.ROOT)))
          .isEqualTo(new Giving.Refused(Reason.NO_SCOPE));
      assertThat(now(tokens().give(name, READ, Optional.of(Duration.ZERO), Principals.ROOT)))
          .isEqualTo(new Giving.Refused(Reason.EXPIRED_ALREADY));
      assertThat(listed()).isEmpty();
    }
  }

  @Nested
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  class Sharded extends Contract {
    private EntityStage stage;
    private AdminTokens sharded;

    @BeforeAll
    void start() {
      stage = new EntityStage(AdminGrants.KIND);
      sharded = new ShardedAdminTokens(stage.entities(AdminGrants.KIND), Clock.systemUTC());
    }

    @AfterAll
    void stop() {
      stage.close();
    }

    @Override
    AdminTokens tokens() {
      return sharded;
    }
  }

  @Nested
  class InMemory extends Contract {
    private final AdminTokens memory = new AdminTokensInMemory(Clock.systemUTC(), Secret::random);

    @Override
    AdminTokens tokens() {
      return memory;
    }
  }

  @Nested
  class BehindItsRight extends Contract {
    private final AdminTokens guarded =
        Guarded.port(
            AdminTokens.class,
            new AdminTokensInMemory(Clock.systemUTC(), Secret::random),
            Right.MANAGE_TOKENS);

    @Override
    AdminTokens tokens() {
      return guarded;
    }

    @Test
    void aPrincipalWithoutTheRightChangesNothing() {
      Principal looker = Principals.administrator("looker", READ);

      assertThatThrownBy(() -> now(guarded.give(name, READ, Optional.empty(), looker)))
          .rootCause()
          .isInstanceOf(NotPermitted.class);
      assertThat(now(guarded.all())).isEmpty();
    }
  }

  private static <T> T now(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
  }
}
