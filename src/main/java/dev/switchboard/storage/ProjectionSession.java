package dev.switchboard.storage;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Consumer;
import org.apache.pekko.japi.function.Function;
import org.apache.pekko.projection.jdbc.JdbcSession;
import org.jdbi.v3.core.Handle;

/**
 * A transaction of a projection. The writes of its handler and its offset are committed together,
 * so that each event takes effect exactly once. Made by {@link ProjectionPool#session}; used by one
 * thread at a time.
 */
public final class ProjectionSession implements JdbcSession {
  private final Handle handle;
  private final Connection connection;

  private final Runnable committed;

  ProjectionSession(Handle handle, Runnable committed) {
    this.handle = handle;
    this.committed = committed;
    this.connection = handle.getConnection();
  }

  /**
   * Runs statements of a handler in this session's transaction. The handle must not be kept,
   * committed or closed.
   */
  public void useHandle(Consumer<Handle> work) {
    work.accept(handle);
  }

  @Override
  public <T> T withConnection(Function<Connection, T> work) throws Exception {
    return work.apply(connection);
  }

  @Override
  public void commit() throws SQLException {
    connection.commit();
    committed.run();
  }

  @Override
  public void rollback() throws SQLException {
    connection.rollback();
  }

  @Override
  public void close() {
    handle.close();
  }
}
