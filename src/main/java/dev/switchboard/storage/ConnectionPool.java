package dev.switchboard.storage;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A pool of connections for one purpose. It starts even without a server. A request for a
 * connection fails after 5 s, so that an outage is noticed; after an outage the pool has
 * connections as soon as the server accepts any. Thread-safe.
 */
final class ConnectionPool extends HikariDataSource {
  private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(5);

  private final Server server;

  private ConnectionPool(HikariConfig config, Server server) {
    super(config);
    this.server = server;
  }

  /**
   * A pool with the number of connections in the settings.
   *
   * @param name the name in logs and, with the prefix {@code switchboard-}, in {@code
   *     pg_stat_activity}
   * @param idle the number of unused connections that are kept open
   */
  static ConnectionPool of(DatabaseSettings settings, String name, int idle) {
    var server = new Server(settings, name);
    var config = new HikariConfig();
    config.setPoolName(name);
    config.setDataSource(server);
    config.setMaximumPoolSize(settings.poolSize());
    config.setMinimumIdle(Math.min(idle, settings.poolSize()));
    config.setConnectionTimeout(CONNECTION_TIMEOUT.toMillis());
    config.setConnectionInitSql(DatabaseSettings.SESSION);
    config.setInitializationFailTimeout(-1);
    return new ConnectionPool(config, server);
  }

  @Override
  public void close() {
    server.closed.countDown();
    super.close();
  }

  /**
   * Waits until the server gives a connection. If it failed instead, HikariCP would pause before it
   * asks again: up to 5 s, after an outage of 5 s.
   */
  @SuppressWarnings("serial") // It is never serialized.
  private static final class Server extends PGSimpleDataSource {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionPool.class);
    private static final Duration PAUSE = Duration.ofMillis(250);

    /**
     * A server that disappears without closing its connections (a cut cable) is noticed after this
     * at the latest.
     */
    private static final Duration SILENCE = Duration.ofSeconds(60);

    private final transient DatabaseSettings settings;
    private final transient String pool;
    private final transient CountDownLatch closed = new CountDownLatch(1);

    Server(DatabaseSettings settings, String pool) {
      this.settings = settings;
      this.pool = pool;
      settings.describe(this, "switchboard-" + pool);
      setSocketTimeout((int) SILENCE.toSeconds());
    }

    @Override
    public Connection getConnection() throws SQLException {
      for (boolean told = false; ; told = true) {
        try {
          Connection connection = super.getConnection();
          if (told) {
            LOG.info("the pool {} has connections again", pool);
          }
          return connection;
        } catch (SQLException e) {
          if (!told) {
            LOG.warn(
                "{}; the pool {} asks again each {} ms",
                Database.failure(settings, e).getMessage(),
                pool,
                PAUSE.toMillis());
          }
          if (isClosedAfterAPause()) {
            throw e;
          }
        }
      }
    }

    private boolean isClosedAfterAPause() {
      try {
        return closed.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return true;
      }
    }
  }
}
