package dev.switchboard.storage;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A fresh database on a real PostgreSQL for one test class:
 *
 * <pre>{@code
 * @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();
 *
 * @Test
 * void aRowIsThere() {
 *   DATABASE.database().jdbi().useHandle(...);
 *   ConfigFactory.load(Journal.config(DATABASE.settings()).withFallback(...));
 * }
 * }</pre>
 *
 * <p>The server is started once per test JVM (about a second); a database is copied from a migrated
 * template (some 50 ms) before the first test of the class and dropped after its last one, with
 * whatever connections are left. The field must be static. Tests of one class share the database:
 * use other keys, or truncate.
 */
public final class TestDatabase implements BeforeAllCallback, AfterAllCallback {
  private final boolean migrated;
  private @Nullable DatabaseSettings settings;
  private @Nullable Database database;

  private TestDatabase(boolean migrated) {
    this.migrated = migrated;
  }

  /** With the schema of all migrations. */
  public static TestDatabase migrated() {
    return new TestDatabase(true);
  }

  /** Without any table. */
  public static TestDatabase empty() {
    return new TestDatabase(false);
  }

  /** How to reach this class's database. */
  public DatabaseSettings settings() {
    if (settings == null) {
      throw new IllegalStateException(
          "the field of TestDatabase must be static and have @RegisterExtension");
    }
    return settings;
  }

  /** The same database, connected; opened at first use and closed after the last test. */
  public synchronized Database database() {
    if (database == null) {
      database = Database.connect(settings().withPoolSize(4));
    }
    return database;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    settings = TestServer.create(migrated);
  }

  @Override
  public synchronized void afterAll(ExtensionContext context) {
    if (database != null) {
      database.close();
      database = null;
    }
    TestServer.drop(settings());
  }
}
