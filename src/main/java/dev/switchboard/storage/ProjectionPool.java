package dev.switchboard.storage;

import java.sql.SQLException;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handles;
import org.jdbi.v3.core.Jdbi;

/**
 * The connections of the projections: a pool of its own, as large as the projections' dispatcher,
 * so that lists cannot starve the journal nor the other way round. Pass {@code pool::session} where
 * a projection wants its session factory. Safe for use by several threads.
 */
public final class ProjectionPool implements AutoCloseable {
  private static final int IDLE = 2;

  private final ConnectionPool pool;

  /**
   * One for all sessions: it remembers how statements are read, which takes longer than they do.
   */
  private final Jdbi jdbi;

  public ProjectionPool(DatabaseSettings settings) {
    this.pool =
        ConnectionPool.of(
            settings.withPoolSize(JournalConfig.PROJECTION_CONNECTIONS), "projections", IDLE);
    this.jdbi = Jdbi.create(pool);
    // The projection commits; without autocommit, a handle takes every connection for an open
    // transaction.
    jdbi.configure(Handles.class, handles -> handles.setForceEndTransactions(false));
  }

  /**
   * Opens a session, to be closed by the projection.
   *
   * @throws StorageUnavailable when no connection can be had; the projection then starts again by
   *     itself
   */
  public ProjectionSession session() {
    try {
      var handle = jdbi.open();
      handle.getConnection().setAutoCommit(false);
      return new ProjectionSession(handle);
    } catch (ConnectionException | SQLException e) {
      throw new StorageUnavailable("no connection for a projection: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
