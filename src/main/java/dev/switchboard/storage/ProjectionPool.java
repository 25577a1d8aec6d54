package dev.switchboard.storage;

import java.sql.SQLException;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handles;
import org.jdbi.v3.core.Jdbi;

/**
 * The connections of the projections: a pool of its own, as large as the projections' dispatcher,
 * so that projections and journal cannot starve each other. Pass {@code pool::session} as the
 * session factory of a projection. Thread-safe.
 */
public final class ProjectionPool implements AutoCloseable {
  private static final int IDLE = 2;

  private final ConnectionPool pool;

  /**
   * Shared by all sessions, because it caches parsed statements; parsing takes longer than running
   * them.
   */
  private final Jdbi jdbi;

  private final Runnable committed;

  /**
   * Connections to that database.
   *
   * @param committed called after each commit of a session, by its thread
   */
  public ProjectionPool(DatabaseSettings settings, Runnable committed) {
    this.committed = committed;
    this.pool =
        ConnectionPool.of(
            settings.withPoolSize(JournalConfig.PROJECTION_CONNECTIONS), "projections", IDLE);
    this.jdbi = Jdbi.create(pool);
    // The projection commits; a handle would see every connection without autocommit as an open
    // transaction.
    jdbi.configure(Handles.class, handles -> handles.setForceEndTransactions(false));
  }

  /**
   * Opens a session, to be closed by the projection.
   *
   * @throws StorageUnavailable when there is no connection; the projection then restarts by itself
   */
  public ProjectionSession session() {
    try {
      var handle = jdbi.open();
      handle.getConnection().setAutoCommit(false);
      return new ProjectionSession(handle, committed);
    } catch (ConnectionException | SQLException e) {
      throw new StorageUnavailable("no connection for a projection: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
