package dev.switchboard.discord.file;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Limits concurrent downloads: six in all and two of each channel, in turn. A DM channel belongs to
 * one member, so many files of one member do not delay the next files of the others. Thread-safe.
 */
final class DownloadSlots {
  static final int AT_ONCE = 6;
  private static final int OF_ONE_CHANNEL = 2;

  /** Waiting downloads by channel; the channel that has waited longest for a turn is first. */
  private final Map<Long, Deque<Runnable>> waiting = new LinkedHashMap<>();

  private final Map<Long, Integer> running = new HashMap<>();
  private int total;

  /** Runs the download in a free slot in its channel's turn; in order within a channel. */
  <T> CompletionStage<T> run(long channel, Supplier<CompletionStage<T>> download) {
    CompletableFuture<T> result = new CompletableFuture<>();
    synchronized (this) {
      waiting
          .computeIfAbsent(channel, _ -> new ArrayDeque<>())
          .add(() -> start(channel, download, result));
    }
    startWhatMay();
    return result;
  }

  private <T> void start(
      long channel, Supplier<CompletionStage<T>> download, CompletableFuture<T> result) {
    CompletionStage<T> stage;
    try {
      stage = download.get();
    } catch (RuntimeException e) {
      stage = CompletableFuture.failedFuture(e);
    }
    stage.whenComplete((value, failure) -> {
      ended(channel);
      if (failure == null) {
        result.complete(value);
      } else {
        result.completeExceptionally(failure);
      }
    });
  }

  private void ended(long channel) {
    synchronized (this) {
      total--;
      running.computeIfPresent(channel, (_, count) -> count == 1 ? null : count - 1);
    }
    startWhatMay();
  }

  private void startWhatMay() {
    for (Optional<Runnable> next = take(); next.isPresent(); next = take()) {
      next.get().run();
    }
  }

  private synchronized Optional<Runnable> take() {
    if (total == AT_ONCE) {
      return Optional.empty();
    }
    return waiting.entrySet().stream()
        .filter(entry -> running.getOrDefault(entry.getKey(), 0) < OF_ONE_CHANNEL)
        .findFirst()
        .map(turn -> takeOf(turn.getKey(), turn.getValue()));
  }

  private Runnable takeOf(long channel, Deque<Runnable> itsOwn) {
    Runnable next = itsOwn.remove();
    waiting.remove(channel);
    if (!itsOwn.isEmpty()) {
      waiting.put(channel, itsOwn);
    }
    running.merge(channel, 1, Integer::sum);
    total++;
    return next;
  }
}
