package dev.switchboard.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.access.Gatekeeper.Verdict;
import dev.switchboard.access.Gatekeeper.Why;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Guesses, one after another and all at once. */
class GatekeeperTest {
  private static final String ROOT = "a root token of thirty letters";
  private static final Peer HERE = Peer.at(InetAddress.ofLiteral("192.0.2.1"));

  private final Slow tokens = new Slow();
  private final Gatekeeper keeper =
      new Gatekeeper(
          new RootToken.Given(Secret.hash(ROOT)),
          tokens,
          new Lockout(System::nanoTime),
          new RootToken.Given(Secret.hash("the proof of this installation")));

  @Test
  void manyGuessesAtOnceAreNoMoreThanOneAfterAnother() throws Exception {
    List<CompletionStage<Verdict>> verdicts = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      verdicts.add(keeper.admit(HERE, Optional.of("guess " + i)));
    }
    verdicts.add(keeper.admit(HERE, Optional.of(ROOT)));

    tokens.answerAll();

    for (CompletionStage<Verdict> verdict : verdicts) {
      assertThat(settled(verdict)).isInstanceOf(Verdict.Refused.class);
    }
    assertThat(tokens.asked).hasSize(Lockout.MOST);
    assertThat(settled(keeper.admit(HERE, Optional.of(ROOT))))
        .isEqualTo(new Verdict.Refused(Why.LOCKED));
  }

  @Test
  void manyWhoAreRightAtOnceAreAllLetIn() throws Exception {
    tokens.good = true;
    List<CompletionStage<Verdict>> verdicts = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      verdicts.add(keeper.admit(HERE, Optional.of("program " + i % 20)));
    }

    tokens.answerAll();

    for (CompletionStage<Verdict> verdict : verdicts) {
      assertThat(settled(verdict)).isInstanceOf(Verdict.Admitted.class);
    }
  }

  @Test
  void aKnownTokenForgivesNoGuesses() throws Exception {
    tokens.answerAll();
    for (int guess = 0; guess < 9; guess++) {
      assertThat(settled(keeper.admit(HERE, Optional.of("guess " + guess))))
          .isEqualTo(new Verdict.Refused(Why.WRONG));
      assertThat(settled(keeper.admit(HERE, Optional.of(ROOT))))
          .isInstanceOf(Verdict.Admitted.class);
    }

    assertThat(settled(keeper.admit(HERE, Optional.of("guess 9"))))
        .isEqualTo(new Verdict.Refused(Why.WRONG_AND_LOCKED));
    assertThat(settled(keeper.admit(HERE, Optional.of(ROOT))))
        .isEqualTo(new Verdict.Refused(Why.LOCKED));
    assertThat(settled(keeper.admit(new Peer(HERE.address(), true), Optional.of(ROOT))))
        .isInstanceOf(Verdict.Admitted.class);
  }

  @Test
  void whatCannotBeLookedUpIsNoFailure() throws Exception {
    tokens.broken = true;
    for (int i = 0; i < 30; i++) {
      assertThat(keeper.admit(HERE, Optional.of("program")).toCompletableFuture())
          .isCompletedExceptionally();
    }

    assertThat(settled(keeper.admit(HERE, Optional.of(ROOT)))).isInstanceOf(Verdict.Admitted.class);
  }

  @Test
  void onlyTheProofOfThisInstallationIsLocal() {
    assertThat(keeper.isLocal("the proof of this installation")).isTrue();
    assertThat(keeper.isLocal(ROOT)).isFalse();
    assertThat(keeper.isLocal("")).isFalse();
    Gatekeeper without =
        new Gatekeeper(
            new RootToken.Off(), tokens, new Lockout(System::nanoTime), new RootToken.Off());
    assertThat(without.isLocal("")).isFalse();
  }

  private static Verdict settled(CompletionStage<Verdict> verdict) throws Exception {
    return verdict.toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  /** Named tokens that are looked up when somebody says so. */
  private static final class Slow implements AdminTokens {
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final Set<String> asked = ConcurrentHashMap.newKeySet();
    private volatile boolean good;
    private volatile boolean broken;

    void answerAll() {
      ready.complete(null);
    }

    @Override
    public CompletionStage<Optional<AdminGrants.Grant>> holderOf(String hash) {
      if (broken) {
        return CompletableFuture.failedStage(new IllegalStateException("out of reach"));
      }
      asked.add(hash);
      return ready.thenApply(_ ->
          good
              ? Optional.of(
                  new AdminGrants.Grant(
                      "program", hash, Set.of(Scope.READ), Instant.EPOCH, Optional.empty(), "root"))
              : Optional.empty());
    }

    @Override
    public CompletionStage<Giving> give(
        String name, Set<Scope> scopes, Optional<Duration> lifetime, Principal by) {
      return CompletableFuture.failedStage(new UnsupportedOperationException());
    }

    @Override
    public CompletionStage<Taking> take(String name, Principal by) {
      return CompletableFuture.failedStage(new UnsupportedOperationException());
    }

    @Override
    public CompletionStage<List<AdminGrants.Grant>> all() {
      return CompletableFuture.failedStage(new UnsupportedOperationException());
    }
  }
}
