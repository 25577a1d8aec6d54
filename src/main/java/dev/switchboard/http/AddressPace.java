package dev.switchboard.http;

import dev.switchboard.access.Peer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How often each address may do something that costs us, and how often all of them together: so
 * many times a minute. An IPv6 address stands for its /64, which one person has all of. Keeps at
 * most {@link #ADDRESSES} addresses; beyond, those not heard of for longest are forgotten.
 * Thread-safe.
 */
final class AddressPace {
  static final int ADDRESSES = 10_000;

  /** After which the oldest time is forgotten. */
  static final long WINDOW = TimeUnit.MINUTES.toNanos(1);

  private final int most;
  private final int overall;
  private final LongSupplier nanoTime;
  private final Deque<Long> all = new ArrayDeque<>();
  private final Map<String, Deque<Long>> times = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * @param most how often one may in a minute
   * @param overall how often all of them together may in a minute
   * @param nanoTime monotonic, in nanoseconds
   */
  AddressPace(int most, int overall, LongSupplier nanoTime) {
    this.most = most;
    this.overall = overall;
    this.nanoTime = nanoTime;
  }

  /** Whether it may now; if so, that counts. */
  synchronized boolean take(Peer caller) {
    long now = nanoTime.getAsLong();
    Deque<Long> recent = times.computeIfAbsent(caller.key(), _ -> new ArrayDeque<>());
    if (times.size() > ADDRESSES) {
      times.remove(times.keySet().iterator().next());
    }
    forget(recent, now);
    forget(all, now);
    if (recent.size() >= most || all.size() >= overall) {
      return false;
    }
    recent.addLast(now);
    all.addLast(now);
    return true;
  }

  /** Whether it may not now, which does not count. */
  synchronized boolean isSpent(Peer caller) {
    Deque<Long> recent = times.get(caller.key());
    if (recent == null) {
      return false;
    }
    forget(recent, nanoTime.getAsLong());
    return recent.size() >= most;
  }

  private static void forget(Deque<Long> times, long now) {
    while (!times.isEmpty() && now - times.getFirst() >= WINDOW) {
      times.removeFirst();
    }
  }

  /** How many addresses are remembered. */
  synchronized int addresses() {
    return times.size();
  }
}
