package dev.switchboard.storage;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right of one process to act for this database, under a name: an advisory lock of PostgreSQL
 * on a connection of its own. It ends with {@link #close}, or when the connection does; that is
 * noticed within a second. Each acquisition has a larger epoch than the one before, so that what a
 * former holder still writes can be refused ({@link #fence}).
 *
 * <p>PostgreSQL must be reached directly or by a pooler that gives each client a session; through
 * one that shares sessions the lease is never held. Safe for use by several threads.
 */
public final class DatabaseLease implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DatabaseLease.class);

  /** With the time-out of one heartbeat, less than the second in which a loss must be known. */
  private static final Duration HEARTBEAT = Duration.ofMillis(300);

  private static final Duration HEARTBEAT_LIMIT = Duration.ofMillis(600);

  /**
   * The server ends the session of a process that is silent for 4 s (frozen, or without a network);
   * long before that it must not count as the holder to itself either.
   */
  private static final String SILENCE_ENDS_SESSION = "4s";

  private static final Duration SURE = Duration.ofSeconds(3);
  private static final Duration ACQUISITION_LIMIT = Duration.ofSeconds(5);

  private final String name;
  private final long epoch;
  private final Connection connection;
  private final ScheduledExecutorService heartbeats;
  private final AtomicBoolean held = new AtomicBoolean(true);
  private final CompletableFuture<String> lost = new CompletableFuture<>();
  private final CompletableFuture<Void> effective = new CompletableFuture<>();

  /** When the last heartbeat that was answered was asked: the server heard of us no earlier. */
  private volatile long beaten;

  /**
   * Who holds a lease.
   *
   * @param process number and host of the process
   * @param node what its cluster knows it by
   * @param epoch the number of the acquisition
   * @param since when it was acquired
   * @param heard its last sign of life; a holder that is alive gives one each 0.3 s
   */
  public record Holder(String process, String node, long epoch, Instant since, Instant heard) {
    @Override
    public String toString() {
      return process + ", since " + since;
    }
  }

  private DatabaseLease(String name, Acquisition acquired, Connection connection, long asked) {
    this.name = name;
    this.epoch = acquired.epoch();
    this.connection = connection;
    this.beaten = asked;
    this.heartbeats =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("lease-heartbeat-" + name).daemon().factory());
  }

  /**
   * An acquisition.
   *
   * @param clean whether the former holder certainly does nothing with it any more
   */
  private record Acquisition(long epoch, boolean clean) {}

  /**
   * Tries to acquire a lease. The call blocks, up to 5 s.
   *
   * @param node what this process's cluster knows it by; no other process, nor a later start of
   *     this one, has the same
   * @return empty when another holds it; see {@link #holder}
   * @throws StorageUnavailable when the database cannot be reached
   */
  public static Optional<DatabaseLease> tryAcquire(
      DatabaseSettings settings, String name, String node) {
    Connection connection = null;
    try {
      connection = settings.unpooled("switchboard-lease-" + name).getConnection();
      connection.setNetworkTimeout(Runnable::run, (int) ACQUISITION_LIMIT.toMillis());
      if (!lock(connection, name)) {
        connection.close();
        return Optional.empty();
      }
      long asked = System.nanoTime();
      var acquired = nextEpoch(connection, name, node);
      var lease = new DatabaseLease(name, acquired, connection, asked);
      lease.start(acquired.clean());
      return Optional.of(lease);
    } catch (SQLException e) {
      closeQuietly(connection);
      throw Database.failure(settings, e);
    }
  }

  /**
   * Who holds a lease now. The call blocks, up to 5 s.
   *
   * @return empty when nobody does
   * @throws StorageUnavailable when the database cannot be reached
   */
  public static Optional<Holder> holder(DatabaseSettings settings, String name) {
    try (var connection = settings.unpooled("switchboard-lease-holder").getConnection();
        var query =
            connection.prepareStatement(
                """
                select holder, node, epoch, since, coalesce(query_start, now())
                from lease
                join pg_locks on locktype = 'advisory' and granted and objsubid = 1
                  and database = (select oid from pg_database where datname = current_database())
                  and (classid::bigint << 32 | objid::bigint) = hashtextextended('switchboard lease ' || name, 0)
                left join pg_stat_activity using (pid)
                where name = ?
                """)) {
      query.setString(1, name);
      try (var row = query.executeQuery()) {
        return row.next()
            ? Optional.of(
                new Holder(
                    row.getString(1),
                    row.getString(2),
                    row.getLong(3),
                    row.getObject(4, OffsetDateTime.class).toInstant(),
                    row.getObject(5, OffsetDateTime.class).toInstant()))
            : Optional.empty();
      }
    } catch (SQLException e) {
      throw Database.failure(settings, e);
    }
  }

  private static boolean lock(Connection connection, String name) throws SQLException {
    try (var session = connection.createStatement();
        var query =
            connection.prepareStatement(
                "select pg_try_advisory_lock(hashtextextended('switchboard lease ' || ?, 0))")) {
      // A process that is frozen, or whose host is gone, does not close its connection: the server
      // does it.
      session.execute("set idle_session_timeout = '%s'".formatted(SILENCE_ENDS_SESSION));
      session.execute(DatabaseSettings.DURABLE);
      query.setString(1, name);
      try (var row = query.executeQuery()) {
        row.next();
        return row.getBoolean(1);
      }
    }
  }

  private static Acquisition nextEpoch(Connection connection, String name, String node)
      throws SQLException {
    try (var update =
        connection.prepareStatement(
            """
            with former as (select released or node = ? as clean from lease where name = ?)
            insert into lease (name, epoch, holder, node, since) values (?, 1, ?, ?, now())
            on conflict (name) do update set epoch = lease.epoch + 1, holder = excluded.holder, node = excluded.node,
              since = excluded.since, released = false
            returning epoch, coalesce((select clean from former), true)
            """)) {
      update.setString(1, node);
      update.setString(2, name);
      update.setString(3, name);
      update.setString(4, thisProcess());
      update.setString(5, node);
      try (var row = update.executeQuery()) {
        row.next();
        return new Acquisition(row.getLong(1), row.getBoolean(2));
      }
    }
  }

  private static String thisProcess() {
    var pid = ProcessHandle.current().pid();
    try {
      return "process %d on %s".formatted(pid, InetAddress.getLocalHost().getHostName());
    } catch (UnknownHostException e) {
      return "process %d on a host without a name".formatted(pid);
    }
  }

  private void start(boolean clean) throws SQLException {
    connection.setNetworkTimeout(Runnable::run, (int) HEARTBEAT_LIMIT.toMillis());
    if (clean) {
      effective.complete(null);
    } else {
      // The former holder counts itself as one for so long after its last heartbeat.
      effective.completeOnTimeout(null, SURE.toMillis(), TimeUnit.MILLISECONDS);
    }
    var _ =
        heartbeats.scheduleWithFixedDelay(
            this::beat, HEARTBEAT.toMillis(), HEARTBEAT.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * The session is alive, so the lock is held; and nobody acquired it since, which a pooler between
   * us could have allowed.
   */
  private void beat() {
    long asked = System.nanoTime();
    try (var query = connection.prepareStatement("select epoch from lease where name = ?")) {
      query.setString(1, name);
      try (var row = query.executeQuery()) {
        if (row.next() && row.getLong(1) == epoch) {
          beaten = asked;
        } else {
          lose("another process acquired it");
        }
      }
    } catch (SQLException e) {
      lose(String.valueOf(e.getMessage()));
    }
  }

  private void lose(String reason) {
    if (!held.compareAndSet(true, false)) {
      return;
    }
    LOG.error("the lease {} (epoch {}) is lost: {}", name, epoch, reason);
    lost.complete(reason);
    heartbeats.shutdown();
    closeQuietly(connection);
  }

  /**
   * Completes with the reason when the lease is lost other than by {@link #close}. What depends on
   * it must return fast: it is called before anybody else can be told.
   */
  public CompletionStage<String> lost() {
    return lost.minimalCompletionStage();
  }

  /**
   * Completes when nobody else can count as the holder any more: at once where the former one gave
   * it back, else after 3 s. It is not held before that.
   */
  public CompletionStage<Void> effective() {
    return effective.minimalCompletionStage();
  }

  /** The number of this acquisition; a later one's is larger. */
  public long epoch() {
    return epoch;
  }

  /**
   * Whether it was held at the last heartbeat, usually at most 0.9 s ago; false also for a process
   * that was frozen and does not know yet. What must be sure asks {@link #fence} in its
   * transaction.
   */
  public boolean isHeld() {
    return held.get() && effective.isDone() && System.nanoTime() - beaten < SURE.toNanos();
  }

  /** Whether it was not lost yet, as far as is known. Enough for reading. */
  public boolean isAcquired() {
    return held.get();
  }

  /**
   * To be called in a transaction that only the holder may commit: until it ends, nobody else can
   * acquire the lease.
   *
   * @throws StorageRefused when somebody else has acquired it since; the transaction must be rolled
   *     back
   */
  public void fence(Handle transaction) {
    var current =
        transaction
            .createQuery("select epoch from lease where name = :name for share")
            .bind("name", name)
            .mapTo(long.class)
            .one();
    if (current != epoch) {
      throw new StorageRefused(
          "the lease %s of epoch %d has passed on to epoch %d".formatted(name, epoch, current));
    }
  }

  /**
   * Gives the lease back, by one who does nothing with it any more. Does nothing when it was lost
   * or given back.
   */
  @Override
  public void close() {
    if (held.compareAndSet(true, false)) {
      heartbeats.shutdown();
      release();
      closeQuietly(connection);
    }
  }

  private void release() {
    try (var update =
        connection.prepareStatement(
            "update lease set released = true where name = ? and epoch = ?")) {
      update.setString(1, name);
      update.setLong(2, epoch);
      update.execute();
    } catch (SQLException e) {
      LOG.debug("the next holder of the lease {} waits a moment: {}", name, e.getMessage());
    }
  }

  private static void closeQuietly(@Nullable Connection connection) {
    if (connection == null) {
      return;
    }
    try {
      connection.close();
    } catch (SQLException e) {
      LOG.debug("a connection that was dead already did not close: {}", e.getMessage());
    }
  }
}
