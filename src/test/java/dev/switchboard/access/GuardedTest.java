package dev.switchboard.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class GuardedTest {
  private final List<String> done = new ArrayList<>();
  private final Doors guarded = Guarded.port(Doors.class, new Kept(), Right.CHANGE_SETTINGS);

  private interface Doors {
    CompletionStage<String> open(String door, Principal by);

    CompletionStage<String> look(String door);
  }

  private final class Kept implements Doors {
    @Override
    public CompletionStage<String> open(String door, Principal by) {
      if (door.isEmpty()) {
        throw new IllegalArgumentException("which door");
      }
      done.add(door);
      return CompletableFuture.completedStage("open");
    }

    @Override
    public CompletionStage<String> look(String door) {
      return CompletableFuture.completedStage("shut");
    }
  }

  @Test
  void aPortIsNotCalledByAPrincipalWithoutTheRight() {
    Principal reader = Principals.administrator("reader", Set.of(Scope.READ, Scope.ACCOUNTS));

    CompletionStage<String> refused = guarded.open("front", reader);

    assertThat(refused.toCompletableFuture())
        .isCompletedExceptionally()
        .failsWithin(0, TimeUnit.SECONDS)
        .withThrowableThat()
        .withCauseInstanceOf(NotPermitted.class)
        .withMessageContaining("reader lacks the right CHANGE_SETTINGS");
    assertThat(done).isEmpty();
  }

  @Test
  void theRightLetsAPrincipalInAndLookingNeedsNone() {
    Principal tuner = Principals.administrator("tuner", Set.of(Scope.SETTINGS));

    assertThat(guarded.open("front", tuner).toCompletableFuture()).isCompletedWithValue("open");
    assertThat(guarded.look("front").toCompletableFuture()).isCompletedWithValue("shut");
    assertThat(done).containsExactly("front");
  }

  @Test
  void anErrorOfThePortIsItsOwn() {
    assertThatThrownBy(() -> guarded.open("", Principals.ROOT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("which door");
  }

  @Test
  void theRootTokenHoldsAllRightsButThoseOfStaff() {
    Set<Right> held = EnumSet.allOf(Right.class);
    held.removeIf(right -> !Principals.ROOT.may(right));

    assertThat(held)
        .isEqualTo(
            EnumSet.complementOf(
                EnumSet.of(
                    Right.VIEW_TICKETS,
                    Right.ANSWER_MEMBERS,
                    Right.VIEW_CONFIGURATION,
                    Right.STEER_BOT,
                    Right.VIEW_BANS,
                    Right.MANAGE_CATEGORIES,
                    Right.MANAGE_PERMISSIONS,
                    Right.VIEW_AUDIT)));
    assertThat(Scope.READ.rights()).isEmpty();
  }

  /** Whoever is named in the trail is no administrator unless they are. */
  @Test
  void noOtherPrincipalBearsTheNameOfAToken() {
    Principal.Source source = Principals.ROOT.source();

    assertThat(
            List.of(
                new Principal.DiscordUser(5, "root", Set.of(), source).name(),
                new Principal.AccountHolder("root", Set.of(), source).name(),
                new Principal.ApiKey("root", Set.of(), source).name()))
        .containsExactly("5 (root)", "account:root", "key:root")
        .noneMatch(name -> name.matches("[A-Za-z0-9][A-Za-z0-9._@ -]{0,63}"));
    assertThat(Principals.ROOT.name()).isEqualTo("root");
  }

  @Test
  void aRefusalIsKnownInsideAFailedStage() {
    NotPermitted refusal = new NotPermitted(Principals.ROOT, Right.ANSWER_MEMBERS);

    assertThat(NotPermitted.isCauseOf(refusal)).isTrue();
    assertThat(NotPermitted.isCauseOf(new CompletionException(refusal))).isTrue();
    assertThat(NotPermitted.isCauseOf(new CompletionException("other", null))).isFalse();
    assertThat(refusal.missing()).isEqualTo(Right.ANSWER_MEMBERS);
  }
}
