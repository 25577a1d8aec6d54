package dev.switchboard.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.switchboard.access.Guarded;
import dev.switchboard.access.NotPermitted;
import dev.switchboard.access.Principals;
import dev.switchboard.access.Right;
import dev.switchboard.access.Scope;
import dev.switchboard.entity.EntityStage;
import java.time.Clock;
import java.util.Map;
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

/** The contract of {@link Toggles}, which every implementation keeps. */
class TogglesContractTest {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  abstract static class Contract {
    /** A toggle that no other test has switched; off by its configuration. */
    ToggleName toggle = ToggleName.LOG;

    abstract Toggles toggles();

    @BeforeEach
    void choose() {
      toggle = new ToggleName("toggle-" + NUMBER.incrementAndGet(), "not.configured", "shown");
    }

    @Test
    void aToggleIsInItsConfiguredPositionUntilItIsSwitched() {
      assertThat(now(toggles().position(toggle)))
          .isEqualTo(new Toggle.Position(false, Optional.empty(), Optional.empty(), 0));
      assertThat(now(toggles().isOn(toggle))).isFalse();
      assertThat(now(toggles().isOnLately(toggle))).isFalse();
    }

    @Test
    void aSwitchGivesThePositionThatIsReadAfterwards() {
      Toggle.Position on = now(toggles().turn(toggle, true, Principals.ROOT));

      assertThat(on.on()).isTrue();
      assertThat(on.by()).hasValue("root");
      assertThat(on.since()).isPresent();
      assertThat(on.number()).isEqualTo(1);
      assertThat(now(toggles().position(toggle))).isEqualTo(on);
      assertThat(now(toggles().isOn(toggle))).isTrue();
    }

    @Test
    void aSwitchIsKnownAtOnceOnTheNodeOnWhichItWasMade() {
      assertThat(now(toggles().isOnLately(toggle))).isFalse();

      now(toggles().turn(toggle, true, Principals.ROOT));
      assertThat(now(toggles().isOnLately(toggle))).isTrue();

      now(toggles().turn(toggle, false, Principals.ROOT));
      assertThat(now(toggles().isOnLately(toggle))).isFalse();
    }

    @Test
    void aSwitchToThePresentPositionChangesNothing() {
      Toggle.Position first = now(toggles().turn(toggle, true, Principals.ROOT));

      assertThat(
              now(
                  toggles()
                      .turn(
                          toggle, true, Principals.administrator("other", Set.of(Scope.SERVICES)))))
          .isEqualTo(first);
    }

    @Test
    void everySwitchHasALargerNumber() {
      now(toggles().turn(toggle, true, Principals.ROOT));
      Toggle.Position off =
          now(
              toggles()
                  .turn(toggle, false, Principals.administrator("other", Set.of(Scope.SERVICES))));

      assertThat(off.on()).isFalse();
      assertThat(off.by()).hasValue("other");
      assertThat(off.number()).isEqualTo(2);
    }

    @Test
    void aSwitchChangesNoOtherToggle() {
      now(toggles().turn(toggle, true, Principals.ROOT));

      ToggleName other = new ToggleName(toggle.id() + "-other", "not.configured", "shown");
      assertThat(now(toggles().isOn(other))).isFalse();
    }
  }

  @Nested
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  class Sharded extends Contract {
    private EntityStage stage;
    private Toggles sharded;

    @BeforeAll
    void start() {
      stage = new EntityStage(ToggleEntity.KIND);
      sharded = new ShardedToggles(stage.entities(ToggleEntity.KIND), Clock.systemUTC());
    }

    @AfterAll
    void stop() {
      stage.close();
    }

    @Override
    Toggles toggles() {
      return sharded;
    }
  }

  @Nested
  class InMemory extends Contract {
    private final Toggles memory = StoredInMemory.with(Map.of()).toggles();

    @Override
    Toggles toggles() {
      return memory;
    }
  }

  @Nested
  class BehindItsRight extends Contract {
    private final Toggles guarded =
        Guarded.port(Toggles.class, StoredInMemory.with(Map.of()).toggles(), Right.SWITCH_SERVICES);

    @Override
    Toggles toggles() {
      return guarded;
    }

    @Test
    void aPrincipalWithoutTheRightChangesNothing() {
      assertThatThrownBy(() ->
              now(
                  guarded.turn(
                      toggle, true, Principals.administrator("looker", Set.of(Scope.READ)))))
          .rootCause()
          .isInstanceOf(NotPermitted.class);
      assertThat(now(guarded.isOn(toggle))).isFalse();
    }
  }

  private static <T> T now(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
  }
}
