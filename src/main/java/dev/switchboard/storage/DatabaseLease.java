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
 * on a connection of its own. It ends with {@link #close}, or when the connection ends, which is
 * noticed within a second. Each acquisition has a larger epoch than the one before, so that late
 * writes of a former holder can be refused ({@link #fence}).
 *
 * <p>PostgreSQL must be reached directly or by a pooler that gives each client a session; through a
 * pooler that shares sessions, the lease is never held. Thread-safe.
 */
public final class DatabaseLease implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DatabaseLease.class);

  /**
   * The pause between heartbeats. With the time-out of a heartbeat, it is less than the second
   * within which a loss must be noticed.
   */
  private static final Duration HEARTBEAT = Duration.ofMillis(300);

  private static final Duration HEARTBEAT_LIMIT = Duration.ofMillis(600);

  /**
   * The server ends the session of a process that is silent for 4 s (frozen, or without a network).
   * Before that, the process itself must stop counting as the holder.
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

  /** The time at which the last answered heartbeat was sent. */
  private volatile long beaten;

  /**
   * The holder of a lease.
   *
   * @param process the process id and the host
   * @param node its identity in the cluster
   * @param epoch the number of the acquisition
   * @param since when it was acquired
   * @param heard the time of its last heartbeat; a living holder sends one every 0.3 s
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
   * @param clean whether the former holder certainly does not use the lease any more
   */
  private record Acquisition(long epoch, boolean clean) {}

  /**
   * Tries to acquire a lease. The call blocks, up to 5 s.
   *
   * @param node the identity of this process in its cluster; no other process and no later start
   *     has the same
   * @return empty when another process holds it; see {@link #holder}
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
   * The present holder of a lease. The call blocks, up to 5 s.
   *
   * @return empty when no process holds it
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
      // A frozen process, or one whose host is gone, does not close its connection: the server must
      // do it.
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
      // For this time after its last heartbeat, the former holder still counts itself as the
      // holder.
      effective.completeOnTimeout(null, SURE.toMillis(), TimeUnit.MILLISECONDS);
    }
    var _ =
        heartbeats.scheduleWithFixedDelay(
            this::beat, HEARTBEAT.toMillis(), HEARTBEAT.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * Checks that the session is alive, so that the lock is held, and that no other process has
   * acquired the lease since, which a pooler could allow.
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
   * Completes with the reason when the lease is lost other than by {@link #close}. Dependent
   * actions must return fast: others are notified only after them.
   */
  public CompletionStage<String> lost() {
    return lost.minimalCompletionStage();
  }

  /**
   * Completes when no other process can count itself as the holder any more: at once if the former
   * holder gave the lease back, else after 3 s. The lease is not held before that.
   */
  public CompletionStage<Void> effective() {
    return effective.minimalCompletionStage();
  }

  /** The number of this acquisition; a later acquisition has a larger one. */
  public long epoch() {
    return epoch;
  }

  /**
   * Whether the lease was held at the last heartbeat, usually at most 0.9 s ago; also false for a
   * process that was frozen and has not noticed the loss yet. To be sure, call {@link #fence} in
   * the transaction.
   */
  public boolean isHeld() {
    return held.get() && effective.isDone() && System.nanoTime() - beaten < SURE.toNanos();
  }

  /** Whether no loss of the lease is known. Enough for reading. */
  public boolean isAcquired() {
    return held.get();
  }

  /**
   * Fences a transaction that only the holder may commit: until it ends, no other process can
   * acquire the lease.
   *
   * @throws StorageRefused when another process has acquired the lease since; the transaction must
   *     be rolled back
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
   * Gives the lease back; call it only when all use of the lease has ended. Does nothing when it
   * was lost or given back.
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
