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
 * The connections of one listener. Where there are as many as may be, the one that has been idle
 * for longest makes room for a new one, so that idle connections keep nobody out. An address that
 * is no proxy of ours, nor this machine, may have {@link #EACH}, and open no more of them at a time
 * than leaves turns to others ({@link Pace#ofConnections}). Safe for use by several threads.
 */
final class Connections {
  /** At the same time; each takes some 27 KB. */
  static final int MOST = 2_048;

  /** Of one address at the same time. */
  static final int EACH = 128;

  /** From one new connection of an address to the next, when it has had {@link #EACH} at once. */
  private static final Duration NEXT = Duration.ofMillis(60);

  /** Bytes after which a request has to be known, but for what is read at once with its head. */
  static final int LONGEST_HEAD = 32 * 1024;

  /** The connection of a request. */
  static final AttributeKey<Connection> OF_REQUEST =
      AttributeKey.create("switchboard-connection", Connection.class);

  /** Who has a /48 has many of /64; they may have so many times what one may. */
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

    /** How it is closed from outside. */
    void closeBy(Runnable closing) {
      close = closing;
      // It may have been closed before anybody knew how.
      if (closed) {
        closing.run();
      }
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
      refusing = false;
      head = 0;
    }

    /** What it sends is thrown away: it may make room for others although it is not answered. */
    void refuses() {
      since = System.nanoTime();
      refusing = true;
    }

    boolean isRefusing() {
      return refusing;
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

    /** Completes when the next bytes that nobody wants may be taken. */
    CompletionStage<Done> drainTurn() {
      return drains.turn();
    }

    /** What is done when the last answer was sent, though more of a request may come. */
    void whenAnswered(Runnable then) {
      answered = then;
    }

    /** The last answer was sent. */
    void answered() {
      answered.run();
      ended();
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
    uncount(connection.address);
    connection.site.ifPresent(this::uncount);
  }
}
