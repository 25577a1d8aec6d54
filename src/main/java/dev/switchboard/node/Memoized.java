package dev.switchboard.node;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * An answer that is asked for again only when it is older than so long, so that many who ask cost
 * as much as one. A failure is not kept. Safe for use by several threads.
 */
final class Memoized<T> implements Supplier<CompletionStage<T>> {
  private final Supplier<CompletionStage<T>> source;
  private final long lasting;
  private CompletableFuture<T> answer =
      CompletableFuture.failedFuture(new IllegalStateException("not asked for yet"));
  private long at;

  Memoized(Duration lasting, Supplier<CompletionStage<T>> source) {
    this.source = source;
    this.lasting = lasting.toNanos();
  }

  @Override
  public synchronized CompletionStage<T> get() {
    long now = System.nanoTime();
    if (answer.isCompletedExceptionally() || now - at >= lasting) {
      answer = source.get().toCompletableFuture();
      at = now;
    }
    return answer.minimalCompletionStage();
  }
}
