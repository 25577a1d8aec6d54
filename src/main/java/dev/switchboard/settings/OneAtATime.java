package dev.switchboard.settings;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Begins each piece of work when the one before has ended, however it ended. Thread-safe. */
public final class OneAtATime {
  private CompletionStage<?> last = CompletableFuture.completedStage("nothing yet");

  /**
   * What the work gives.
   *
   * @param work has to end some time, or nothing behind it ever begins
   */
  public synchronized <T> CompletionStage<T> next(Supplier<CompletionStage<T>> work) {
    CompletionStage<T> result =
        last.handle((_, _) -> "the former has ended").thenCompose(_ -> work.get());
    last = result;
    return result;
  }
}
