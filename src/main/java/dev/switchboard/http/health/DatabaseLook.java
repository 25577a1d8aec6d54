package dev.switchboard.http.health;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Checks whether the database answers, once for all simultaneous callers, and remembers the result
 * for a second: anybody may ask for the product's health as often as they like.
 */
final class DatabaseLook {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final long REMEMBERED = TimeUnit.SECONDS.toNanos(1);

  /** A check. It has no time while it is under way. */
  private record Look(CompletableFuture<Boolean> answer, Optional<Long> answered) {}

  private final Health health;
  private final LongSupplier nanoTime;
  private Optional<Look> last = Optional.empty();

  /**
   * @param nanoTime a monotonic clock, in nanoseconds
   */
  DatabaseLook(Health health, LongSupplier nanoTime) {
    this.health = health;
    this.nanoTime = nanoTime;
  }

  /** Whether the database answers. Completes within 2 s and never fails. */
  CompletionStage<Boolean> answers() {
    CompletableFuture<Boolean> answer;
    synchronized (this) {
      if (last.filter(this::isGood).isPresent()) {
        return last.get().answer();
      }
      answer = new CompletableFuture<>();
      last = Optional.of(new Look(answer, Optional.empty()));
    }
    asked()
        .whenComplete((well, failure) -> {
          boolean answers = failure == null && well;
          synchronized (this) {
            last = Optional.of(new Look(answer, Optional.of(nanoTime.getAsLong())));
          }
          answer.complete(answers);
        });
    return answer;
  }

  private boolean isGood(Look look) {
    return look.answered().map(at -> nanoTime.getAsLong() - at < REMEMBERED).orElse(true);
  }

  private CompletionStage<Boolean> asked() {
    try {
      return health
          .database()
          .toCompletableFuture()
          .copy()
          .completeOnTimeout(false, PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }
}
