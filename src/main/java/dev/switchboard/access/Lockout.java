package dev.switchboard.access;

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
 * Who guesses too often is not listened to for a while: after {@link #MOST} failures within a
 * minute, every further attempt from that address fails until the first of them is a minute old.
 * Attempts while it is locked do not make it longer, so that nobody can lock an address for ever.
 *
 * <p>Keeps at most {@link #ADDRESSES} addresses; beyond, those not heard of for longest are
 * forgotten. An IPv6 address stands for its /64, which one person has all of. Safe for use by
 * several threads.
 */
public final class Lockout {
  /** As the contract says: ten attempts a minute for each address. */
  public static final int MOST = 10;

  static final int ADDRESSES = 10_000;
  private static final long WINDOW = TimeUnit.MINUTES.toNanos(1);

  private final LongSupplier nanoTime;
  private final Map<String, Deque<Long>> failures = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * @param nanoTime monotonic, in nanoseconds
   */
  public Lockout(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Whether it is not listened to now. */
  public synchronized boolean locked(InetAddress address) {
    Deque<Long> recent = failures.get(key(address));
    if (recent == null) {
      return false;
    }
    long now = nanoTime.getAsLong();
    while (!recent.isEmpty() && now - recent.getFirst() >= WINDOW) {
      recent.removeFirst();
    }
    return recent.size() >= MOST;
  }

  /** An attempt failed that was listened to. */
  public synchronized void failed(InetAddress address) {
    failures.computeIfAbsent(key(address), _ -> new ArrayDeque<>()).addLast(nanoTime.getAsLong());
    if (failures.size() > ADDRESSES) {
      failures.remove(failures.keySet().iterator().next());
    }
  }

  /** An attempt was right: what went before is forgiven. */
  public synchronized void succeeded(InetAddress address) {
    failures.remove(key(address));
  }

  /** How many addresses are remembered. */
  synchronized int addresses() {
    return failures.size();
  }

  private static String key(InetAddress address) {
    byte[] bytes = address.getAddress();
    return address instanceof Inet6Address
        ? HexFormat.of().formatHex(Arrays.copyOf(bytes, 8))
        : HexFormat.of().formatHex(bytes);
  }
}
