package dev.switchboard.storage;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The version number of the stored data, beside the database schema: it stands for the events,
 * states and files that may occur. It is in the table {@code data_format} and in backups. A program
 * raises it at its start, and refuses data with a higher number than its own, because it could not
 * read all of it.
 */
public final class DataFormat {
  /**
   * The highest number that this program reads, and the number that it writes.
   *
   * <p>Raise it by one in each version that writes an event, a field of an event or a snapshot, or
   * a layout of files that the former version cannot read or would ignore ({@code
   * src/test/resources/events/formats.txt} lists what belongs to which number). A change of tables
   * needs no new number: unknown migrations are refused anyway.
   */
  public static final int CURRENT = 2;

  private DataFormat() {}

  /**
   * Refuses data of a newer program; changes nothing.
   *
   * @throws NewerData if the stored number is higher than this program's
   * @throws StorageUnavailable if the database cannot be reached
   */
  static void refuseNewer(DatabaseSettings settings) {
    try (var connection = settings.unpooled("switchboard-start").getConnection()) {
      refuse(settings, stored(connection));
    } catch (SQLException e) {
      throw Database.failure(settings, e);
    }
  }

  /**
   * Raises the stored number to this program's; refuses a higher number, which another program may
   * have written meanwhile.
   */
  static void raise(DatabaseSettings settings) {
    try (var connection = settings.unpooled("switchboard-start").getConnection()) {
      try (var statement = connection.createStatement()) {
        statement.execute(DatabaseSettings.DURABLE);
        statement.execute(
            "update data_format set format = %1$d where format < %1$d".formatted(CURRENT));
      }
      refuse(settings, stored(connection));
    } catch (SQLException e) {
      throw Database.failure(settings, e);
    }
  }

  private static void refuse(DatabaseSettings settings, int stored) {
    if (stored > CURRENT) {
      throw new NewerData(newer("the database " + settings.maskedUrl(), stored));
    }
  }

  /** The message about data with a higher number than this program's. */
  public static String newer(String data, int format) {
    return ("%s has data format %d, which a newer Switchboard wrote; this one reads up to %d. Start"
            + " the newer one, or restore a backup that the older version made into an empty"
            + " database")
        .formatted(data, format, CURRENT);
  }

  /** The message about the database, if its number is higher than this program's by now. */
  public static Optional<String> newer(Handle handle) {
    int stored =
        handle.createQuery("select max(format) from data_format").mapTo(Integer.class).one();
    return stored > CURRENT ? Optional.of(newer("the database", stored)) : Optional.empty();
  }

  /** The number in the database; 0 if there is none yet. */
  public static int stored(Connection connection) throws SQLException {
    try (var query = connection.createStatement()) {
      try (var row = query.executeQuery("select to_regclass('public.data_format') is null")) {
        row.next();
        if (row.getBoolean(1)) {
          return 0;
        }
      }
      try (var row = query.executeQuery("select coalesce(max(format), 0) from data_format")) {
        row.next();
        return row.getInt(1);
      }
    }
  }
}
