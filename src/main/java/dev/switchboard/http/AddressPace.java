package dev.switchboard.http;

import dev.switchboard.access.Peer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * A limit on the actions of each address and of all addresses together, per minute. An IPv6 address
 * counts as its /64 network, which usually belongs to one person. Keeps at most {@link #ADDRESSES}
 * addresses and forgets those that were idle for longest. Thread-safe.
 */
public final class AddressPace {
  static final int ADDRESSES = 10_000;

  /** An action counts for this time. */
  static final long WINDOW = TimeUnit.MINUTES.toNanos(1);

  private final int most;
  private final int overall;
  private final LongSupplier nanoTime;
  private final Deque<Long> all = new ArrayDeque<>();
  private final Map<String, Deque<Long>> times = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * @param most the actions of one address per minute
   * @param overall the actions of all addresses together per minute
   * @param nanoTime a monotonic clock, in nanoseconds
   */
  public AddressPace(int most, int overall, LongSupplier nanoTime) {
    this.most = most;
    this.overall = overall;
    this.nanoTime = nanoTime;
  }

  /** Whether the address may act now. If so, the action is counted. */
  public synchronized boolean take(Peer caller) {
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

  /** Whether the address has used up its minute. Nothing is counted. */
  public synchronized boolean isSpent(Peer caller) {
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

  /** The number of remembered addresses. */
  synchronized int addresses() {
    return times.size();
  }
}
