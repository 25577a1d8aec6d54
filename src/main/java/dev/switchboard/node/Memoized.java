package dev.switchboard.node;

import com.github.benmanes.caffeine.cache.AsyncLoadingCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * An answer that is asked for again only when it is older than so long, so that many who ask cost
 * as much as one. A failure is not kept. Safe for use by several threads.
 */
final class Memoized<T> implements Supplier<CompletionStage<T>> {
  /** The key of the only answer. */
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
