package dev.switchboard.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.jspecify.annotations.Nullable;

/**
 * The migrations of the database schema: the numbered files of {@code db/migration}. A file never
 * changes in later versions; each runs in a transaction (so none may use {@code concurrently}).
 *
 * <p>Two processes may start at once: an advisory lock of PostgreSQL makes one wait for the other.
 */
public final class Migrations {
  private Migrations() {}

  /**
   * Migrates to the newest version.
   *
   * @return the version now in the database
   * @throws NewerData when the schema or the {@link DataFormat} is newer than this program
   * @throws StorageRefused when the schema was not made by this program, or a migration fails (the
   *     database then stays at the version before)
   * @throws StorageUnavailable when the database cannot be reached
   */
  public static String migrate(DatabaseSettings settings) {
    Database.refuseUnsafeServer(settings);
    DataFormat.refuseNewer(settings);
    var flyway = flyway(settings);
    try {
      refuseNewer(flyway);
      var result = flyway.migrate();
      DataFormat.raise(settings);
      return result.targetSchemaVersion == null
          ? currentVersion(flyway)
          : result.targetSchemaVersion;
    } catch (FlywayException e) {
      throw new StorageRefused(
          ("the schema of %s cannot be brought to this version of Switchboard, and is as it was"
                  + " before: %s; start the version that ran before, or restore a backup, and report"
                  + " this")
              .formatted(settings.maskedUrl(), oneLine(e)),
          e);
    }
  }

  /**
   * The number of migrations that the next start will run.
   *
   * @throws NewerData when the schema or the {@link DataFormat} is newer than this program
   * @throws StorageUnavailable when the database cannot be reached
   */
  public static int pending(DatabaseSettings settings) {
    Database.refuseUnsafeServer(settings);
    DataFormat.refuseNewer(settings);
    var flyway = flyway(settings);
    refuseNewer(flyway);
    return flyway.info().pending().length;
  }

  private static void refuseNewer(Flyway flyway) {
    var newer =
        Arrays.stream(flyway.info().applied())
            .filter(Migrations::isUnknown)
            .map(MigrationInfo::getVersion)
            .toList();
    if (!newer.isEmpty()) {
      throw new NewerData(
          ("the database has schema version %s, which a newer Switchboard made; this one knows up"
                  + " to %s. Start the newer one, or restore a backup of the older version into an"
                  + " empty database")
              .formatted(newer.getLast(), newestKnown(flyway)));
    }
  }

  private static boolean isUnknown(MigrationInfo migration) {
    return migration.getState().isApplied() && !migration.getState().isResolved();
  }

  private static String newestKnown(Flyway flyway) {
    return Arrays.stream(flyway.info().all())
        .filter(migration -> migration.getState().isResolved())
        .map(migration -> String.valueOf(migration.getVersion()))
        .reduce("none", (_, later) -> later);
  }

  private static String currentVersion(Flyway flyway) {
    var current = flyway.info().current();
    return current == null ? "none" : String.valueOf(current.getVersion());
  }

  /** A migration as Flyway knows it; only SQL files have a checksum. */
  public record Migration(String version, String script, @Nullable Integer checksum) {}

  /** The migrations that this program knows, in order. */
  public static List<Migration> known(DatabaseSettings settings) {
    return Arrays.stream(flyway(settings).info().all())
        .filter(migration -> migration.getState().isResolved())
        .map(migration ->
            new Migration(
                String.valueOf(migration.getVersion()),
                migration.getScript(),
                migration.getChecksum()))
        .toList();
  }

  /** The SQL of a migration that this program knows. */
  public static String script(String name) throws IOException {
    try (var in = Migrations.class.getResourceAsStream("/db/migration/" + name)) {
      if (in == null) {
        throw new StorageRefused(
            "the migration " + name + " is not part of this version of Switchboard");
      }
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  static Flyway flyway(DatabaseSettings settings) {
    return Flyway.configure()
        .dataSource(settings.unpooled("switchboard-migrations"))
        .callbacks(new DurableMigrations())
        .locations("classpath:db/migration")
        .schemas("public")
        .placeholderReplacement(false)
        .validateMigrationNaming(true)
        .cleanDisabled(true)
        .load();
  }

  private static String oneLine(FlywayException e) {
    return String.valueOf(e.getMessage()).strip().replaceAll("\\s*\\R\\s*", "; ");
  }
}
