package dev.switchboard.discord;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * How many downloads run at once: four, and two of one message, so that a message with ten files
 * does not hold up everybody else's. Thread-safe.
 */
final class DownloadSlots {
  private static final int AT_ONCE = 4;
  private static final int OF_ONE_MESSAGE = 2;

  private record Waiting(long message, Runnable start) {}

  private final List<Waiting> waiting = new ArrayList<>();
  private final Map<Long, Integer> running = new HashMap<>();
  private int total;

  /**
   * Runs it when there is a slot; in the order of arrival, where the message's own limit allows.
   */
  <T> CompletionStage<T> run(long message, Supplier<CompletionStage<T>> download) {
    CompletableFuture<T> result = new CompletableFuture<>();
    synchronized (this) {
      waiting.add(new Waiting(message, () -> start(message, download, result)));
    }
    startWhatMay();
    return result;
  }

  private <T> void start(
      long message, Supplier<CompletionStage<T>> download, CompletableFuture<T> result) {
    CompletionStage<T> stage;
    try {
      stage = download.get();
    } catch (RuntimeException e) {
      stage = CompletableFuture.failedFuture(e);
    }
    stage.whenComplete((value, failure) -> {
      ended(message);
      if (failure == null) {
        result.complete(value);
      } else {
        result.completeExceptionally(failure);
      }
    });
  }

  private void ended(long message) {
    synchronized (this) {
      total--;
      running.computeIfPresent(message, (_, count) -> count == 1 ? null : count - 1);
    }
    startWhatMay();
  }

  private void startWhatMay() {
    for (Optional<Waiting> next = take(); next.isPresent(); next = take()) {
      next.get().start().run();
    }
  }

  private synchronized Optional<Waiting> take() {
    if (total == AT_ONCE) {
      return Optional.empty();
    }
    Optional<Waiting> next =
        waiting.stream()
            .filter(one -> running.getOrDefault(one.message(), 0) < OF_ONE_MESSAGE)
            .findFirst();
    next.ifPresent(one -> {
      waiting.remove(one);
      running.merge(one.message(), 1, Integer::sum);
      total++;
    });
    return next;
  }
}
