package dev.switchboard.http;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How often each address may do something, however short it is: some times at once after a quiet
 * time, and then at a steady rate. Keeps at most {@link #ADDRESSES} addresses; beyond, those not
 * heard of for longest are forgotten. Safe for use by several threads.
 */
final class AddressRate {
  static final int ADDRESSES = 10_000;

  private final long turnNanos;
  private final long atOnceNanos;
  private final LongSupplier nanos;
  private final Map<String, Long> next = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * @param turn from one time to the next
   * @param atOnce how often at once after a quiet time
   * @param nanos a clock that never goes back
   */
  AddressRate(Duration turn, int atOnce, LongSupplier nanos) {
    this.turnNanos = turn.toNanos();
    this.atOnceNanos = (atOnce - 1) * turnNanos;
    this.nanos = nanos;
  }

  /** Whether it may now; only then that counts. */
  synchronized boolean take(String address) {
    long now = nanos.getAsLong();
    long quiet = now - atOnceNanos;
    Long kept = next.get(address);
    // As nanoTime is to be compared: it may overflow.
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

  /** How many addresses are remembered. */
  synchronized int addresses() {
    return next.size();
  }
}
