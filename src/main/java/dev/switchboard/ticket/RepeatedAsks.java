package dev.switchboard.ticket;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * Questions to entities, wherever they run. One that a lost node took with it is put once more as
 * soon as its entity can run elsewhere, instead of when its time is over: entities take what they
 * have taken before without a second effect. Thread-safe.
 */
public final class RepeatedAsks {
  private final Set<Question<?>> open = ConcurrentHashMap.newKeySet();

  /** Hears of lost nodes. */
  public Behavior<NodeLost> repeating() {
    return Behaviors.receiveMessage(_ -> {
      open.forEach(Question::put);
      return Behaviors.same();
    });
  }

  /** Puts a question, and gives the answer that comes first. */
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
