package dev.switchboard.http;

import dev.switchboard.access.Peer;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
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
import org.apache.pekko.http.javadsl.model.AttributeKey;

/**
 * The connections of one listener. At the limit, the connection that has been idle for longest is
 * closed for a new one, so that idle connections keep nobody out. An address may have {@link #EACH}
 * connections and opens new ones at a limited rate. Trusted proxies and this machine are exempt
 * from both. Thread-safe.
 */
final class Connections {
  /** Connections at the same time; each takes some 27 KB. */
  static final int MOST = 2_048;

  /** Connections of one address at the same time. */
  static final int EACH = 128;

  /** The time between two new connections of an address, after {@link #EACH} at once. */
  private static final Duration NEXT = Duration.ofMillis(60);

  /** The longest head of a request in bytes. The last read may exceed it. */
  static final int LONGEST_HEAD = 32 * 1024;

  /** The connection of a request. */
  static final AttributeKey<Connection> OF_REQUEST =
      AttributeKey.create("switchboard-connection", Connection.class);

  /**
   * A /48 network has many /64 networks. It may have this many times the connections of one
   * address.
   */
  private static final int OF_SITE = 4;

  private static final int SITE_BYTES = 6;

  private final int most;
  private final int each;
  private final Predicate<InetAddress> unbounded;
  private final Set<Connection> open = ConcurrentHashMap.newKeySet();
  private final Map<String, Integer> counts = new HashMap<>();
  private final CompletableFuture<Done> ended = new CompletableFuture<>();
  private final Pace drains = Pace.ofDrains(System::nanoTime);
  private final AddressRate news = new AddressRate(NEXT, EACH, System::nanoTime);
  private int count;
  private boolean draining;

  /**
   * @param unbounded the addresses whose connections are not limited
   */
  Connections(int most, int each, Predicate<InetAddress> unbounded) {
    this.most = most;
    this.each = each;
    this.unbounded = unbounded;
  }

  /** One connection. */
  final class Connection {
    private final String address;
    private final Optional<String> site;
    private volatile boolean busy;
    private volatile boolean refusing;
    private volatile int head;
    private volatile long since = System.nanoTime();
    private volatile Runnable close = () -> {};
    private volatile Runnable answered = () -> {};
    private volatile boolean closed;
    private final AtomicInteger directions = new AtomicInteger(2);
    private boolean gone;

    private Connection(String address, Optional<String> site) {
      this.address = address;
      this.site = site;
    }

    /** Sets how the connection is closed from outside. */
    void closeBy(Runnable closing) {
      close = closing;
      // It may already have been closed, before there was a way to do it.
      if (closed) {
        closing.run();
      }
    }

    /**
     * Counts arrived bytes.
     *
     * @return whether they may be read: no, if the earlier bytes already exceed {@link
     *     #LONGEST_HEAD}
     */
    boolean hears(int bytes) {
      if (busy) {
        return true;
      }
      int before = head;
      head = before + bytes;
      return before <= LONGEST_HEAD;
    }

    /** A request has come and is not yet answered. */
    void begins() {
      busy = true;
      refusing = false;
      head = 0;
    }

    /**
     * The request is refused and its bytes are thrown away. The connection may be closed for a new
     * one even before its answer.
     */
    void refuses() {
      since = System.nanoTime();
      refusing = true;
    }

    boolean isRefusing() {
      return refusing;
    }

    /** The request is answered. */
    void ends() {
      since = System.nanoTime();
      busy = false;
    }

    /** Closes the connection: no more requests are wanted, and none waits for an answer. */
    void close() {
      closed = true;
      close.run();
    }

    /** Whether it was closed from outside, as idle connections are. */
    boolean isClosed() {
      return closed;
    }

    /** Completes when the next unwanted bytes may be read. */
    CompletionStage<Done> drainTurn() {
      return drains.turn();
    }

    /** Sets what is done after the last answer, although more of a request may come. */
    void whenAnswered(Runnable then) {
      answered = then;
    }

    /** The last answer was sent. */
    void answered() {
      answered.run();
      ended();
    }

    /** One of its two directions has ended. */
    void ended() {
      if (directions.decrementAndGet() == 0) {
        forget(this);
      }
    }
  }

  /** Admits a new connection. Empty if it must be closed at once. */
  Optional<Connection> admit(InetAddress address) {
    String key = Peer.at(address).key();
    Optional<String> site = site(address);
    Optional<Connection> leaving = Optional.empty();
    boolean bounded = !unbounded.test(address);
    if (bounded && !news.take(key)) {
      return Optional.empty();
    }
    Connection added = new Connection(key, site);
    synchronized (this) {
      boolean full = bounded && counts.getOrDefault(key, 0) >= each;
      boolean siteFull =
          bounded && site.map(one -> counts.getOrDefault(one, 0) >= OF_SITE * each).orElse(false);
      if (draining) {
        return Optional.empty();
      }
      if (full || siteFull || count >= most) {
        leaving = idle(one -> full ? one.address.equals(key) : !siteFull || one.site.equals(site));
        if (leaving.isEmpty()) {
          return Optional.empty();
        }
        remove(leaving.get());
      }
      count++;
      counts.merge(key, 1, Integer::sum);
      site.ifPresent(one -> counts.merge(one, 1, Integer::sum));
      open.add(added);
    }
    leaving.ifPresent(one -> one.close());
    return Optional.of(added);
  }

  private static Optional<String> site(InetAddress address) {
    return address instanceof Inet6Address
        ? Optional.of("/48 " + HexFormat.of().formatHex(address.getAddress(), 0, SITE_BYTES))
        : Optional.empty();
  }

  private void uncount(String key) {
    counts.computeIfPresent(key, (_, number) -> number == 1 ? null : number - 1);
  }

  private Optional<Connection> idle(Predicate<Connection> which) {
    return open.stream()
        .filter(one -> !one.busy || one.refusing)
        .filter(which)
        // The difference is compared, since nanoTime may overflow.
        .min(Comparator.comparingLong(one -> one.since - System.nanoTime()));
  }

  /** Closes idle connections, admits no more, and completes when the last one has ended. */
  CompletionStage<Done> drain() {
    synchronized (this) {
      draining = true;
      if (count == 0) {
        ended.complete(Done.getInstance());
      }
    }
    // A connection with a request closes after the answer.
    List.copyOf(open).forEach(one -> one.close());
    return ended;
  }

  /** The number of connections. */
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
    uncount(connection.address);
    connection.site.ifPresent(this::uncount);
  }
}
