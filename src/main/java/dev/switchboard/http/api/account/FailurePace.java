package dev.switchboard.http.api.account;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * A limit on failures in a minute, of each key and of all together. An attempt counts as a failure
 * from its beginning until it turns out to be none, so that many at once are no more guesses than
 * one after another. Keeps {@link #KEYS} keys at most, and forgets those that were idle for
 * longest. Thread-safe.
 */
final class FailurePace {
  /** More than can fail in a minute by {@link #OVERALL}, with two keys each. */
  static final int KEYS = 10_000;

  /** Failures of a key (http-api.md, 1.5). */
  static final int MOST = 5;

  /** Failures of all keys together. */
  static final int OVERALL = 600;

  private static final long WINDOW = TimeUnit.MINUTES.toNanos(1);

  private final LongSupplier nanoTime;
  private final Deque<Long> all = new ArrayDeque<>();
  private final Map<String, Deque<Long>> failures = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * @param nanoTime a monotonic clock, in nanoseconds
   */
  FailurePace(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** An attempt that has begun, at a time of the clock. */
  record Attempt(List<String> keys, long at) {
    Attempt {
      keys = List.copyOf(keys);
    }
  }

  /** Begins an attempt under all of these keys; empty where one of them is spent. */
  synchronized Optional<Attempt> begin(List<String> keys) {
    long now = nanoTime.getAsLong();
    forget(all, now);
    boolean spent = all.size() >= OVERALL;
    for (String key : keys) {
      Deque<Long> times = failures.get(key);
      if (times != null) {
        forget(times, now);
        spent |= times.size() >= MOST;
      }
    }
    if (spent) {
      return Optional.empty();
    }
    all.addLast(now);
    keys.forEach(key -> failures.computeIfAbsent(key, _ -> new ArrayDeque<>()).addLast(now));
    while (failures.size() > KEYS) {
      failures.remove(failures.keySet().iterator().next());
    }
    return Optional.of(new Attempt(keys, now));
  }

  /** The attempt was no failure. */
  synchronized void succeeded(Attempt attempt) {
    all.removeFirstOccurrence(attempt.at());
    for (String key : attempt.keys()) {
      Deque<Long> times = failures.get(key);
      if (times != null) {
        times.removeFirstOccurrence(attempt.at());
        if (times.isEmpty()) {
          failures.remove(key);
        }
      }
    }
  }

  private static void forget(Deque<Long> times, long now) {
    while (!times.isEmpty() && now - times.getFirst() >= WINDOW) {
      times.removeFirst();
    }
  }

  /** The number of remembered keys. */
  synchronized int keys() {
    return failures.size();
  }
}
