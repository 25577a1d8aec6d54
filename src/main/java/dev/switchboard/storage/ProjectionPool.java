package dev.switchboard.storage;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;

/**
 * The connections of the projections: a pool of its own, as large as the projections' dispatcher,
 * so that lists cannot starve the journal nor the other way round. Pass {@code pool::session} where
 * a projection wants its session factory. Safe for use by several threads.
 */
public final class ProjectionPool implements AutoCloseable {
  private final HikariDataSource pool;

  public ProjectionPool(DatabaseSettings settings) {
    this.pool =
        Database.pool(settings.withPoolSize(JournalConfig.PROJECTION_CONNECTIONS), "projections");
  }

  /**
   * Opens a session, to be closed by the projection.
   *
   * @throws StorageUnavailable when no connection can be had; the projection then starts again by
   *     itself
   */
  public ProjectionSession session() {
    try {
      var connection = pool.getConnection();
      connection.setAutoCommit(false);
      return new ProjectionSession(connection);
    } catch (SQLException e) {
      throw new StorageUnavailable("no connection for a projection: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
