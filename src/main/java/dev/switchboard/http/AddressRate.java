package dev.switchboard.http;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * A rate limit for each address: a burst after a quiet time, and then a steady rate. Keeps at most
 * {@link #ADDRESSES} addresses and forgets those that were idle for longest. Thread-safe.
 */
final class AddressRate {
  static final int ADDRESSES = 10_000;

  private final long turnNanos;
  private final long atOnceNanos;
  private final LongSupplier nanos;
  private final Map<String, Long> next = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * @param turn the time from one action to the next
   * @param atOnce the number of actions at once after a quiet time
   * @param nanos a monotonic clock, in nanoseconds
   */
  AddressRate(Duration turn, int atOnce, LongSupplier nanos) {
    this.turnNanos = turn.toNanos();
    this.atOnceNanos = (atOnce - 1) * turnNanos;
    this.nanos = nanos;
  }

  /** Whether the address may act now. Only then the action is counted. */
  synchronized boolean take(String address) {
    long now = nanos.getAsLong();
    long quiet = now - atOnceNanos;
    Long kept = next.get(address);
    // The difference is compared, since nanoTime may overflow.
    long turn = kept == null || kept - quiet < 0 ? quiet : kept;
    if (turn - now > 0) {
      return false;
    }
    next.put(address, turn + turnNanos);
    if (next.size() > ADDRESSES) {
      next.remove(next.keySet().iterator().next());
    }
    return true;
  }

  /** The number of remembered addresses. */
  synchronized int addresses() {
    return next.size();
  }
}
