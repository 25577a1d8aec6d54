package dev.switchboard.storage;

import dev.switchboard.timing.Backoff;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database for ordinary queries: a pool of connections, and as many threads for blocking calls,
 * so that no actor and no Netty thread ever waits for PostgreSQL. The journal and the projections
 * have pools of their own.
 *
 * <p>Thread-safe.
 */
public final class Database implements AutoCloseable {
  /** Older versions have had no security fixes since 2025. */
  public static final int OLDEST_MAJOR_VERSION = 14;

  private static final Logger LOG = LoggerFactory.getLogger(Database.class);

  /**
   * The largest number of waiting calls. More mean that PostgreSQL does not keep up; then a refusal
   * is better than an answer that comes too late.
   */
  private static final int WAITING_LIMIT = 10_000;

  private static final int IDLE = 2;
  private static final Backoff PAUSES = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(4));

  private final ConnectionPool pool;
  private final ThreadPoolExecutor blockingCalls;
  private final Jdbi jdbi;

  private Database(DatabaseSettings settings) {
    this.pool = ConnectionPool.of(settings, "database", IDLE);
    this.jdbi = Jdbi.create(pool);
    this.blockingCalls =
        new ThreadPoolExecutor(
            settings.poolSize(),
            settings.poolSize(),
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(WAITING_LIMIT),
            Thread.ofPlatform().name("blocking-database-", 0).daemon().factory());
    this.blockingCalls.allowCoreThreadTimeOut(true);
  }

  /**
   * Connects once.
   *
   * @throws StorageRefused when the server must not be used: too old, {@code fsync} or {@code
   *     full_page_writes} off, wrong password, unknown database
   * @throws StorageUnavailable when it cannot be reached
   */
  public static Database connect(DatabaseSettings settings) {
    refuseUnsafeServer(settings);
    return new Database(settings);
  }

  /**
   * Connects, trying again while the server is out of reach, with growing pauses (0.5 s to 4 s) and
   * a log line each time.
   *
   * @return completed with the database, or exceptionally with {@link StorageRefused}; cancelling
   *     it ends the attempts
   */
  public static CompletableFuture<Database> connectWhenReachable(DatabaseSettings settings) {
    var connected = new CompletableFuture<Database>();
    attempt(settings, PAUSES.first(), connected);
    return connected;
  }

  private static void attempt(
      DatabaseSettings settings, Duration pause, CompletableFuture<Database> connected) {
    Thread.ofVirtual()
        .name("connect-database")
        .start(() -> {
          if (connected.isDone()) {
            return;
          }
          try {
            var database = connect(settings);
            if (!connected.complete(database)) {
              database.close();
            }
          } catch (StorageUnavailable e) {
            LOG.warn("{}; trying again in {} ms", e.getMessage(), pause.toMillis());
            later(pause).execute(() -> attempt(settings, longer(pause), connected));
          } catch (RuntimeException e) {
            connected.completeExceptionally(e);
          }
        });
  }

  private static Executor later(Duration pause) {
    return CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * The next pause: twice as long and up to a quarter more, so that several nodes do not retry at
   * once.
   */
  private static Duration longer(Duration pause) {
    return PAUSES.longer(pause, ThreadLocalRandom.current().nextDouble(2.0, 2.5));
  }

  /**
   * Refuses a server that could lose acknowledged data, or that is too old.
   *
   * @throws StorageRefused with the found and the expected value
   * @throws StorageUnavailable when it cannot be reached
   */
  public static void refuseUnsafeServer(DatabaseSettings settings) {
    try (var connection = settings.unpooled("switchboard-start").getConnection();
        var query = connection.createStatement();
        var row =
            query.executeQuery(
                """
                select current_setting('server_version_num')::int / 10000, current_setting('server_version'),
                       current_setting('fsync'), current_setting('full_page_writes')
                """)) {
      row.next();
      if (row.getInt(1) < OLDEST_MAJOR_VERSION) {
        throw new StorageRefused(
            "%s is PostgreSQL %s; %d or later is needed"
                .formatted(settings.maskedUrl(), row.getString(2), OLDEST_MAJOR_VERSION));
      }
      refuseOff("fsync", row.getString(3), settings);
      refuseOff("full_page_writes", row.getString(4), settings);
    } catch (SQLException e) {
      throw failure(settings, e);
    }
  }

  private static void refuseOff(String parameter, String value, DatabaseSettings settings) {
    if (!value.equals("on")) {
      throw new StorageRefused(
          ("%s has %s = %s, so a power cut could lose acknowledged messages or the whole database;"
                  + " set %s = on in its postgresql.conf and reload it")
              .formatted(settings.maskedUrl(), parameter, value, parameter));
    }
  }

  /** The exception for a failed connection, with a message for an operator. */
  public static StorageException failure(DatabaseSettings settings, SQLException e) {
    var words = "the database %s: %s".formatted(settings.maskedUrl(), e.getMessage());
    var state = e.getSQLState();
    // Class 28: wrong user or password; 3D: no such database; 42: not permitted. Waiting would not
    // help.
    if (state != null
        && (state.startsWith("28") || state.startsWith("3D") || state.startsWith("42"))) {
      return new StorageRefused("cannot use " + words, e);
    }
    return new StorageUnavailable("cannot reach " + words, e);
  }

  /**
   * Runs a query on a thread for blocking calls, each statement in a transaction of its own.
   *
   * @return the result of the query; fails with its exception, or with {@link StorageUnavailable}
   *     when too many calls wait
   */
  public <T> CompletionStage<T> query(Function<Handle, T> query) {
    return submit(() -> jdbi.<T, RuntimeException>withHandle(query::apply));
  }

  /** As {@link #query}, in one transaction, which is rolled back when the function throws. */
  public <T> CompletionStage<T> transaction(Function<Handle, T> work) {
    return submit(() -> jdbi.<T, RuntimeException>inTransaction(work::apply));
  }

  private <T> CompletionStage<T> submit(Supplier<T> call) {
    try {
      return CompletableFuture.supplyAsync(call, blockingCalls);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.failedFuture(
          new StorageUnavailable(
              "the database does not keep up, or is closed: %d calls wait".formatted(waiting()),
              e));
    }
  }

  /** The number of calls that wait for a thread: a measure of PostgreSQL's delay. */
  public int waiting() {
    return blockingCalls.getQueue().size();
  }

  /** Jdbi, for code that already runs where it may block. */
  public Jdbi jdbi() {
    return jdbi;
  }

  /** The pool, for code that already runs where it may block. */
  public DataSource dataSource() {
    return pool;
  }

  /** The threads for blocking calls. */
  public Executor blockingCalls() {
    return blockingCalls;
  }

  /** Waits up to 5 s for running calls, then closes the connections. */
  @Override
  public void close() {
    blockingCalls.shutdown();
    try {
      if (!blockingCalls.awaitTermination(5, TimeUnit.SECONDS)) {
        blockingCalls.shutdownNow();
      }
    } catch (InterruptedException e) {
      blockingCalls.shutdownNow();
      Thread.currentThread().interrupt();
    }
    pool.close();
  }
}
