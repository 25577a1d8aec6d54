package dev.switchboard.settings;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Runs pieces of work one after another, whether the one before succeeded or failed. Thread-safe.
 */
public final class OneAtATime {
  private CompletionStage<?> last = CompletableFuture.completedStage("nothing yet");

  /**
   * Runs work after all earlier work; completes with its result.
   *
   * @param work must end, or no later work begins
   */
  public synchronized <T> CompletionStage<T> next(Supplier<CompletionStage<T>> work) {
    CompletionStage<T> result =
        last.handle((_, _) -> "the former has ended").thenCompose(_ -> work.get());
    last = result;
    return result;
  }
}
