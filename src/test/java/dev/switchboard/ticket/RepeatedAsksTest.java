package dev.switchboard.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.testkit.typed.javadsl.BehaviorTestKit;
import org.junit.jupiter.api.Test;

class RepeatedAsksTest {
  private final RepeatedAsks repeatedAsks = new RepeatedAsks();
  private final BehaviorTestKit<NodeLost> losses =
      BehaviorTestKit.create(repeatedAsks.repeating(), "losses");
  private final List<CompletableFuture<String>> put = new ArrayList<>();

  @Test
  void aQuestionThatALostNodeTookWithItIsPutOnceMore() {
    CompletionStage<String> answer = ask();
    losses.run(new NodeLost());
    assertThat(put).hasSize(2);
    put.getLast().complete("from elsewhere");
    put.getFirst().completeExceptionally(new TimeoutException());
    assertThat(answer).isCompletedWithValue("from elsewhere");
  }

  @Test
  void aQuestionThatHasItsAnswerIsNotPutAgain() {
    CompletionStage<String> answer = ask();
    put.getFirst().complete("at once");
    losses.run(new NodeLost());
    assertThat(put).hasSize(1);
    assertThat(answer).isCompletedWithValue("at once");
  }

  @Test
  void aQuestionWhoseTimeIsOverFailsAndIsLeftToWhoeverAsked() {
    CompletionStage<String> answer = ask();
    put.getFirst().completeExceptionally(new TimeoutException());
    losses.run(new NodeLost());
    assertThat(put).hasSize(1);
    assertThat(answer).isCompletedExceptionally();
  }

  private CompletionStage<String> ask() {
    return repeatedAsks.ask(() -> {
      put.add(new CompletableFuture<>());
      return put.getLast();
    });
  }
}
