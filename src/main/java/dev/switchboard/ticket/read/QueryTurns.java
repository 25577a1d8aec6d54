package dev.switchboard.ticket.read;

import dev.switchboard.ticket.view.QueryTooSlow;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/**
 * Bounds how many long queries run at a time, so that those of the desk leave the pool's other
 * connections to the relay. What comes when all turns are taken waits, in order. Thread-safe.
 */
final class QueryTurns {
  private final int most;
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private int free;

  /**
   * @param atATime queries that run at a time
   * @param most queries that wait beside these
   */
  QueryTurns(int atATime, int most) {
    this.free = atATime;
    this.most = most;
  }

  /**
   * Runs the query when it is its turn. The stage fails with {@link QueryTooSlow} where too many
   * wait.
   */
  <T> CompletionStage<T> inTurn(Supplier<CompletionStage<T>> query) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    Runnable begin = () -> begin(query, answer);
    synchronized (this) {
      if (free == 0) {
        if (waiting.size() >= most) {
          answer.completeExceptionally(
              new QueryTooSlow(new RejectedExecutionException(most + " queries wait")));
        } else {
          waiting.add(begin);
        }
        return answer;
      }
      free--;
    }
    begin.run();
    return answer;
  }

  private <T> void begin(Supplier<CompletionStage<T>> query, CompletableFuture<T> answer) {
    CompletionStage<T> running;
    try {
      running = query.get();
    } catch (RuntimeException failure) {
      running = CompletableFuture.failedStage(failure);
    }
    var _ =
        running.whenComplete((value, failure) -> {
          next().ifPresent(Runnable::run);
          if (failure == null) {
            answer.complete(value);
          } else {
            answer.completeExceptionally(failure);
          }
        });
  }

  private synchronized Optional<Runnable> next() {
    Optional<Runnable> following = Optional.ofNullable(waiting.poll());
    if (following.isEmpty()) {
      free++;
    }
    return following;
  }
}
