package dev.switchboard.ticket.read;

import dev.switchboard.storage.Database;
import dev.switchboard.ticket.view.QueryTooSlow;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/**
 * Reads the tables within a time: whatever people ask for, a question holds a connection no longer.
 * Thread-safe.
 *
 * @param longest of each statement
 */
record BoundedQueries(Database database, Duration longest) {
  /** PostgreSQL's query_canceled, as a statement ends that took too long. */
  private static final String CANCELLED = "57014";

  /** Of the ten connections that a process has for everything but its journal. */
  private static final int AT_A_TIME = 3;

  private static final int MOST_WAITING = 200;

  /** Shared by all that read for the desk in this process. */
  private static final QueryTurns TURNS = new QueryTurns(AT_A_TIME, MOST_WAITING);

  /**
   * Reads one state of the tables. The stage fails with {@link QueryTooSlow} where a statement
   * takes too long, or too many queries wait.
   */
  <T> CompletionStage<T> read(Function<Handle, T> query) {
    return TURNS.inTurn(() -> ran(query));
  }

  private <T> CompletionStage<T> ran(Function<Handle, T> query) {
    return database
        .<T>transaction(handle -> {
          handle.execute("set transaction isolation level repeatable read read only");
          handle.execute("set local statement_timeout = " + longest.toMillis());
          return query.apply(handle);
        })
        .exceptionallyCompose(failure ->
            CompletableFuture.failedStage(
                isTooSlow(failure) ? new QueryTooSlow(failure) : failure));
  }

  private static boolean isTooSlow(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && CANCELLED.equals(sql.getSQLState())) {
        return true;
      }
    }
    return false;
  }
}
