package dev.switchboard.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TrustedAnswersTest {
  private static final Duration MOMENT = Duration.ofMillis(1);

  private final MovedClock clock = new MovedClock(Instant.parse("2026-11-21T10:00:00Z"));
  private final List<String> lookedUp = new ArrayList<>();
  private final List<String> asked = new ArrayList<>();
  private Set<String> index = Set.of("a");
  private CompletionStage<Optional<String>> answer =
      CompletableFuture.completedStage(Optional.of("good"));
  private final TrustedAnswers<String> answers =
      new TrustedAnswers<>(
          hash -> {
            lookedUp.add(hash);
            return CompletableFuture.completedStage(index.contains(hash));
          },
          clock);

  @Test
  void anAnswerIsTrustedForHalfASecondAndTheIndexIsAskedOnce() {
    assertThat(of("a")).hasValue("good");
    answer = CompletableFuture.completedStage(Optional.empty());
    clock.passes(TrustedAnswers.TRUSTED.minus(MOMENT));
    assertThat(of("a")).hasValue("good");
    assertThat(asked).hasSize(1);

    clock.passes(MOMENT);
    assertThat(of("a")).isEmpty();
    assertThat(asked).hasSize(2);
    assertThat(lookedUp).hasSize(1);
  }

  /** A slow answer is not trusted for longer. */
  @Test
  void trustBeginsWithTheQuestion() {
    CompletableFuture<Optional<String>> slow = new CompletableFuture<>();
    answer = slow;
    CompletionStage<Optional<String>> waiting = answers.of("a", this::ask);
    CompletionStage<Optional<String>> second = answers.of("a", this::ask);
    assertThat(asked).hasSize(1);
    clock.passes(TrustedAnswers.TRUSTED);
    slow.complete(Optional.of("old"));
    answer = CompletableFuture.completedStage(Optional.of("new"));

    assertThat(waiting.toCompletableFuture()).isCompletedWithValue(Optional.of("old"));
    assertThat(second.toCompletableFuture()).isCompletedWithValue(Optional.of("old"));
    assertThat(of("a")).hasValue("new");
  }

  @Test
  void whatIsDroppedIsAskedForAtOnce() {
    of("a");
    answer = CompletableFuture.completedStage(Optional.empty());
    answers.drop("a");

    assertThat(of("a")).isEmpty();
  }

  @Test
  void aGuessWakesNoEntityAndEvictsNoAnswer() {
    of("a");
    for (int guess = 0; guess < 3 * TrustedAnswers.MOST; guess++) {
      assertThat(of("guess " + guess)).isEmpty();
    }

    assertThat(of("a")).hasValue("good");
    assertThat(asked).containsExactly("a");
    assertThat(of("guess " + (3 * TrustedAnswers.MOST - 1))).isEmpty();
    assertThat(lookedUp).hasSize(1 + 3 * TrustedAnswers.MOST);
  }

  @Test
  void whatIsMadeAfterAGuessIsFoundAtOnceWhereItWasMade() {
    assertThat(of("b")).isEmpty();
    index = Set.of("a", "b");
    answers.drop("b");

    assertThat(of("b")).hasValue("good");
  }

  @Test
  void whatHasEndedIsLookedUpInTheIndexAgain() {
    answer = CompletableFuture.completedStage(Optional.empty());
    of("a");
    index = Set.of();
    clock.passes(TrustedAnswers.TRUSTED);

    assertThat(of("a")).isEmpty();
    assertThat(asked).hasSize(1);
    assertThat(lookedUp).containsExactly("a", "a");
  }

  @Test
  void aFailureIsNotRemembered() {
    answer = CompletableFuture.failedStage(new IllegalStateException("out of reach"));
    assertThat(answers.of("a", this::ask).toCompletableFuture())
        .failsWithin(0, TimeUnit.SECONDS)
        .withThrowableThat()
        .withMessageContaining("out of reach");
    answer = CompletableFuture.completedStage(Optional.of("good"));

    assertThat(of("a")).hasValue("good");
  }

  private Optional<String> of(String hash) {
    return answers.of(hash, this::ask).toCompletableFuture().getNow(Optional.of("nothing yet"));
  }

  private CompletionStage<Optional<String>> ask(String hash) {
    asked.add(hash);
    return answer;
  }
}
