package dev.switchboard.node;

import com.github.benmanes.caffeine.cache.AsyncLoadingCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * A value that is loaded again only when it is older than a given time, so that many callers cost
 * as much as one. A failure is not kept. Thread-safe.
 */
final class Memoized<T> implements Supplier<CompletionStage<T>> {
  /** The key of the only value. */
  private static final String ANSWER = "answer";

  private final AsyncLoadingCache<String, T> answers;

  Memoized(Duration lasting, Supplier<CompletionStage<T>> source) {
    this.answers =
        Caffeine.newBuilder()
            .expireAfterWrite(lasting)
            .buildAsync((_, _) -> source.get().toCompletableFuture());
  }

  @Override
  public CompletionStage<T> get() {
    return answers.get(ANSWER).minimalCompletionStage();
  }
}
