package dev.switchboard.storage;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.LongUnaryOperator;

/**
 * A number that only rises, and those who wait until it is beyond another one. Holds nothing of a
 * wait that has ended. Thread-safe.
 */
final class RisingNumber {
  private final Set<Wait> waits = new LinkedHashSet<>();
  private long value;

  private static final class Wait {
    final long bound;
    final CompletableFuture<Boolean> answer = new CompletableFuture<>();

    Wait(long bound) {
      this.bound = bound;
    }
  }

  synchronized long value() {
    return value;
  }

  /** Raises the number to this one, if it is less, and ends the waits. */
  void raise(long to) {
    set(_ -> to);
  }

  /** Raises the number by one. */
  void rise() {
    set(now -> now + 1);
  }

  private void set(LongUnaryOperator next) {
    List<Wait> over = new ArrayList<>();
    synchronized (this) {
      value = Math.max(value, next.applyAsLong(value));
      for (Iterator<Wait> all = waits.iterator(); all.hasNext(); ) {
        Wait wait = all.next();
        if (value > wait.bound) {
          all.remove();
          over.add(wait);
        }
      }
    }
    over.forEach(wait -> wait.answer.complete(true));
  }

  /** True as soon as the number is beyond a bound, or false after a time in which it was not. */
  CompletionStage<Boolean> beyond(long bound, Duration most) {
    Wait wait = new Wait(bound);
    synchronized (this) {
      if (value > bound) {
        return CompletableFuture.completedStage(true);
      }
      waits.add(wait);
    }
    return wait.answer
        .completeOnTimeout(false, most.toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete((_, _) -> remove(wait));
  }

  private synchronized void remove(Wait wait) {
    waits.remove(wait);
  }

  synchronized int waits() {
    return waits.size();
  }
}
