package dev.switchboard.http;

import java.net.InetAddress;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.apache.pekko.Done;

/**
 * The connections of one listener. Where there are as many as may be, the one that has been idle
 * for longest makes room for a new one, so that idle connections keep nobody out. An address that
 * is no proxy of ours, nor this machine, may have {@link #EACH}. Safe for use by several threads.
 */
final class Connections {
  /** At the same time; each takes some 20 KiB. */
  static final int MOST = 2_048;

  /** Of one address at the same time. */
  static final int EACH = 128;

  /** Bytes after which a request has to be known, but for what is read at once with its head. */
  static final int LONGEST_HEAD = 32 * 1024;

  private final int most;
  private final int each;
  private final Predicate<InetAddress> unbounded;
  private final Set<Connection> open = ConcurrentHashMap.newKeySet();
  private final Map<String, Integer> counts = new HashMap<>();
  private final CompletableFuture<Done> ended = new CompletableFuture<>();
  private int count;
  private boolean draining;

  /**
   * @param unbounded whose connections are not counted for each address
   */
  Connections(int most, int each, Predicate<InetAddress> unbounded) {
    this.most = most;
    this.each = each;
    this.unbounded = unbounded;
  }

  /** One of them. */
  final class Connection {
    private final String address;
    private volatile boolean busy;
    private volatile int head;
    private volatile long since = System.nanoTime();
    private volatile Runnable close = () -> {};
    private volatile boolean closed;
    private final AtomicInteger directions = new AtomicInteger(2);
    private boolean gone;

    private Connection(String address) {
      this.address = address;
    }

    /** How it is closed from outside. */
    void closeBy(Runnable closing) {
      close = closing;
    }

    /**
     * Bytes have come.
     *
     * @return whether they may be heard: not where those before made no request
     */
    boolean hears(int bytes) {
      if (busy) {
        return true;
      }
      int before = head;
      head = before + bytes;
      return before <= LONGEST_HEAD;
    }

    /** A request has come, and is not answered yet. */
    void begins() {
      busy = true;
      head = 0;
    }

    /** The answer is on its way. */
    void ends() {
      since = System.nanoTime();
      busy = false;
    }

    /** Nothing of it is wanted any more, and nobody waits for an answer. */
    void close() {
      closed = true;
      close.run();
    }

    /** Whether it was closed from outside, as is one that is idle. */
    boolean isClosed() {
      return closed;
    }

    /** It is over in one of its two directions. */
    void ended() {
      if (directions.decrementAndGet() == 0) {
        forget(this);
      }
    }
  }

  /** A new connection; empty if it is to be closed at once. */
  Optional<Connection> admit(InetAddress address) {
    String key = AddressPace.key(address);
    Optional<Connection> leaving = Optional.empty();
    Connection added = new Connection(key);
    synchronized (this) {
      boolean crowded = !unbounded.test(address) && counts.getOrDefault(key, 0) >= each;
      if (draining) {
        return Optional.empty();
      }
      if (crowded || count >= most) {
        leaving = idle(crowded ? one -> one.address.equals(key) : _ -> true);
        if (leaving.isEmpty()) {
          return Optional.empty();
        }
        remove(leaving.get());
      }
      count++;
      counts.merge(key, 1, Integer::sum);
      open.add(added);
    }
    leaving.ifPresent(one -> one.close());
    return Optional.of(added);
  }

  private Optional<Connection> idle(Predicate<Connection> which) {
    return open.stream()
        .filter(one -> !one.busy)
        .filter(which)
        // As nanoTime is to be compared: it may overflow.
        .min(Comparator.comparingLong(one -> one.since - System.nanoTime()));
  }

  /** Closes what is idle, takes no more, and completes when the last one has ended. */
  CompletionStage<Done> drain() {
    synchronized (this) {
      draining = true;
      if (count == 0) {
        ended.complete(Done.getInstance());
      }
    }
    // Each closes when it has answered.
    List.copyOf(open).forEach(one -> one.close());
    return ended;
  }

  /** How many there are. */
  synchronized int size() {
    return count;
  }

  private synchronized void forget(Connection connection) {
    remove(connection);
    if (draining && count == 0) {
      ended.complete(Done.getInstance());
    }
  }

  private void remove(Connection connection) {
    if (connection.gone) {
      return;
    }
    connection.gone = true;
    open.remove(connection);
    count--;
    counts.computeIfPresent(connection.address, (_, number) -> number == 1 ? null : number - 1);
  }
}
