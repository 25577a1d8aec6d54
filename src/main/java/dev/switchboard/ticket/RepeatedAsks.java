package dev.switchboard.ticket;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * Asks to entities on any node. An ask that was lost with a node is sent again as soon as the
 * entity can run elsewhere, not only after its time-out: an entity that gets a request twice acts
 * on it once. Thread-safe.
 */
public final class RepeatedAsks {
  private final Set<Question<?>> open = ConcurrentHashMap.newKeySet();

  /** The behavior that repeats all open asks when a node is lost. */
  public Behavior<NodeLost> repeating() {
    return Behaviors.receiveMessage(_ -> {
      open.forEach(Question::put);
      return Behaviors.same();
    });
  }

  /** Sends an ask, and gives the first answer. */
  public <T> CompletionStage<T> ask(Supplier<CompletionStage<T>> way) {
    Question<T> question = new Question<>(way);
    open.add(question);
    question.put();
    return question.answer.whenComplete((_, _) -> open.remove(question));
  }

  private static final class Question<T> {
    private final Supplier<CompletionStage<T>> way;
    private final CompletableFuture<T> answer = new CompletableFuture<>();

    Question(Supplier<CompletionStage<T>> way) {
      this.way = way;
    }

    void put() {
      way.get()
          .whenComplete((value, failure) -> {
            if (failure == null) {
              answer.complete(value);
            } else {
              answer.completeExceptionally(failure);
            }
          });
    }
  }
}
