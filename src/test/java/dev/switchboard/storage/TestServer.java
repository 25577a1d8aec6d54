package dev.switchboard.storage;

import dev.switchboard.storage.postgres.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The one embedded server of a test JVM, started at first use and stopped with the JVM. Its files
 * stay in {@code target/}, so the next run starts faster, and stops it first where a run was
 * killed. Several test JVMs at once each get a directory of their own.
 */
public final class TestServer {
  /** Where PostgreSQL's programs are unpacked for all tests. */
  public static final Path BINARIES = Path.of("target", "test-postgres", "binaries");

  private static final String TEMPLATE = "migrated_template";
  private static final int DIRECTORIES = 16;
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private static final class Holder {
    private static final EmbeddedPostgres SERVER = start();
  }

  private TestServer() {}

  static EmbeddedPostgres server() {
    return Holder.SERVER;
  }

  private static EmbeddedPostgres start() {
    StorageRefused last = null;
    for (var number = 1; number <= DIRECTORIES; number++) {
      var directory = Path.of("target", "test-postgres", "server-" + number);
      try {
        var server = EmbeddedPostgres.start(new EmbeddedPostgres.Settings(directory, BINARIES, 0));
        prepare(server);
        return server;
      } catch (StorageRefused e) {
        if (!e.getMessage().contains("is in use by process")) {
          throw e;
        }
        last = e;
      }
    }
    throw new IllegalStateException("no free directory for a test server", last);
  }

  /** Removes what a former run left, and makes the template from the migrations of today. */
  private static void prepare(EmbeddedPostgres server) {
    execute(
        server, "update pg_database set datistemplate = false where datname = '" + TEMPLATE + "'");
    try (var connection = server.settings("postgres").unpooled("test-prepare").getConnection();
        var query = connection.createStatement();
        var names =
            query.executeQuery(
                "select datname from pg_database where datname like 'test_%' or datname = '"
                    + TEMPLATE
                    + "'")) {
      while (names.next()) {
        execute(server, "drop database \"" + names.getString(1) + "\" with (force)");
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    execute(server, "create database " + TEMPLATE);
    Migrations.migrate(server.settings(TEMPLATE));
  }

  /** Makes a database, with the schema of all migrations or with none. */
  public static DatabaseSettings create(boolean migrated) {
    var name = "test_" + NUMBERS.incrementAndGet();
    execute(server(), "create database " + name + (migrated ? " template " + TEMPLATE : ""));
    return server().settings(name);
  }

  public static void drop(DatabaseSettings settings) {
    var name = settings.url().substring(settings.url().lastIndexOf('/') + 1);
    execute(server(), "drop database if exists " + name + " with (force)");
  }

  private static void execute(EmbeddedPostgres server, String sql) {
    try (var connection = server.settings("postgres").unpooled("test-server").getConnection();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }
}
