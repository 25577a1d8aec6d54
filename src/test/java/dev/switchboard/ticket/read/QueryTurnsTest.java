package dev.switchboard.ticket.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.ticket.view.QueryTooSlow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/** Two queries run at a time, and two wait. */
class QueryTurnsTest {
  private final QueryTurns turns = new QueryTurns(2, 2);
  private final List<CompletableFuture<String>> begun = new ArrayList<>();

  private CompletableFuture<String> asked() {
    CompletionStage<String> answer =
        turns.inTurn(() -> {
          CompletableFuture<String> query = new CompletableFuture<>();
          begun.add(query);
          return query;
        });
    return answer.toCompletableFuture();
  }

  private void ask(int queries) {
    for (int i = 0; i < queries; i++) {
      var _ = asked();
    }
  }

  @Test
  void whatComesWhenAllTurnsAreTakenWaitsInOrder() {
    ask(1);
    CompletableFuture<String> second = asked();
    CompletableFuture<String> third = asked();
    assertThat(begun).hasSize(2);

    begun.get(1).complete("second");
    assertThat(second).isCompletedWithValue("second");
    assertThat(begun).hasSize(3);
    begun.get(2).complete("third");
    assertThat(third).isCompletedWithValue("third");
  }

  @Test
  void tooManyAreRefusedAtOnceAndTakeNoTurn() {
    ask(4);
    assertThat(asked())
        .failsWithin(Duration.ZERO)
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(QueryTooSlow.class);
    begun.getFirst().complete("");
    assertThat(begun).hasSize(3);
  }

  @Test
  void aFailureGivesTheTurnToTheNextOne() {
    CompletableFuture<String> first = asked();
    ask(2);
    begun.getFirst().completeExceptionally(new CompletionException(new IllegalStateException()));
    assertThat(first).isCompletedExceptionally();
    assertThat(begun).hasSize(3);
    assertThat(turns.inTurn(QueryTurnsTest::broken).toCompletableFuture()).isNotDone();
    begun.get(1).complete("");
    begun.get(2).complete("");
    CompletableFuture<String> last = asked();
    begun.getLast().complete("last");
    assertThat(last).isCompletedWithValue("last");
  }

  private static CompletionStage<String> broken() {
    throw new IllegalStateException("no connection");
  }
}
