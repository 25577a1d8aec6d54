package dev.switchboard.http.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DatabaseLookTest {
  private final List<CompletableFuture<Boolean>> asked = new ArrayList<>();
  private long now = 5;
  private final DatabaseLook look = new DatabaseLook(new Asked(), () -> now);

  @Test
  void thoseWhoAskAtTheSameTimeAreOneQuery() {
    List<CompletionStage<Boolean>> answers = new ArrayList<>();
    for (int i = 0; i < 900; i++) {
      answers.add(look.answers());
    }
    assertThat(asked).hasSize(1);
    assertThat(answers).noneMatch(answer -> answer.toCompletableFuture().isDone());

    asked.getFirst().complete(true);

    assertThat(answers).allMatch(answer -> answer.toCompletableFuture().join());
  }

  @Test
  void anAnswerIsRememberedForASecond() {
    look.answers();
    asked.getFirst().complete(true);
    now += TimeUnit.MILLISECONDS.toNanos(999);
    assertThat(look.answers().toCompletableFuture()).isCompletedWithValue(true);
    assertThat(asked).hasSize(1);

    now += TimeUnit.MILLISECONDS.toNanos(1);
    CompletionStage<Boolean> next = look.answers();
    assertThat(asked).hasSize(2);
    asked.getLast().completeExceptionally(new IllegalStateException("gone"));

    assertThat(next.toCompletableFuture()).isCompletedWithValue(false);
    assertThat(look.answers().toCompletableFuture()).isCompletedWithValue(false);
    assertThat(asked).hasSize(2);
  }

  @Test
  void oneThatNeverAnswersIsNoAndIsAskedAgainLater() {
    CompletionStage<Boolean> never = look.answers();

    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(never.toCompletableFuture()).isCompletedWithValue(false));
    now += TimeUnit.SECONDS.toNanos(1);
    look.answers();
    assertThat(asked).hasSize(2);
  }

  private final class Asked implements Health {
    @Override
    public List<String> unreadable() {
      return List.of();
    }

    @Override
    public CompletionStage<Boolean> database() {
      CompletableFuture<Boolean> answer = new CompletableFuture<>();
      asked.add(answer);
      return answer;
    }

    @Override
    public Bot bot() {
      return new Bot(false, false, OptionalLong.empty(), Optional.empty());
    }
  }
}
