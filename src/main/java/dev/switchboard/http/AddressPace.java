package dev.switchboard.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How often each address may do something that costs us: so many times a minute. An IPv6 address
 * stands for its /64, which one person has all of. Keeps at most {@link #ADDRESSES} addresses;
 * beyond, those not heard of for longest are forgotten. Thread-safe.
 */
final class AddressPace {
  static final int ADDRESSES = 10_000;

  /** After which the oldest time is forgotten. */
  static final long WINDOW = TimeUnit.MINUTES.toNanos(1);

  private final int most;
  private final LongSupplier nanoTime;
  private final Map<String, Deque<Long>> times = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * @param most how often in a minute
   * @param nanoTime monotonic, in nanoseconds
   */
  AddressPace(int most, LongSupplier nanoTime) {
    this.most = most;
    this.nanoTime = nanoTime;
  }

  /** Whether it may now; if so, that counts. */
  synchronized boolean take(InetAddress address) {
    long now = nanoTime.getAsLong();
    Deque<Long> recent = times.computeIfAbsent(key(address), _ -> new ArrayDeque<>());
    while (!recent.isEmpty() && now - recent.getFirst() >= WINDOW) {
      recent.removeFirst();
    }
    if (recent.size() >= most) {
      return false;
    }
    recent.addLast(now);
    if (times.size() > ADDRESSES) {
      times.remove(times.keySet().iterator().next());
    }
    return true;
  }

  /** How many addresses are remembered. */
  synchronized int addresses() {
    return times.size();
  }

  private static String key(InetAddress address) {
    byte[] bytes = address.getAddress();
    return HexFormat.of()
        .formatHex(address instanceof Inet6Address ? Arrays.copyOf(bytes, 8) : bytes);
  }
}
