package dev.switchboard.storage;

import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The storage is out of reach, too slow or overloaded: trying again later may succeed. */
public final class StorageUnavailable extends StorageException {
  private static final long serialVersionUID = 1L;

  /**
   * The first characters of an SQLSTATE after which the same statement may succeed later: the
   * connection (class 08), a database that takes only reads, as a standby does (25006), a conflict
   * with another transaction (40), a lack of room (53), a lock (55), an operator (57), the system
   * (58). See appendix A of PostgreSQL's manual.
   */
  private static final List<String> PASSING = List.of("08", "25006", "40", "53", "55", "57", "58");

  public StorageUnavailable(String message) {
    super(message, null);
  }

  public StorageUnavailable(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * Whether a call failed since the database is out of reach or busy. Any other failure is a fault
   * of the statement or of the table, and comes again.
   */
  public static boolean isMeantBy(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof StorageUnavailable) {
        return true;
      }
      if (cause instanceof SQLException sql) {
        return isPassing(sql.getSQLState());
      }
    }
    return false;
  }

  /** PostgreSQL states one with each error; a pool without a connection states none. */
  private static boolean isPassing(@Nullable String state) {
    return state == null || PASSING.stream().anyMatch(state::startsWith);
  }
}
