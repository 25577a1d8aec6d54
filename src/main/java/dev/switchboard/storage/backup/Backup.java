package dev.switchboard.storage.backup;

import dev.switchboard.storage.DatabaseSettings;
import dev.switchboard.storage.FilePlace;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * A backup of all stored data in one file: every table at one instant, and the files of the file
 * store. It can move data between an embedded and an external PostgreSQL of any supported version,
 * in both directions, and it can be made while the server is running.
 *
 * <p>The file is a zip archive with a manifest, the rows in PostgreSQL's text format and the files
 * as they are. Neither the rows nor the list of files are held in memory; only {@code
 * java.util.zip} holds the archive's own directory, some hundred bytes for each file. A backup
 * contains members' messages: it is readable by its owner only, and must be protected like the
 * database itself.
 */
public final class Backup {
  private Backup() {}

  /**
   * The counts of a backup that was written or restored.
   *
   * @param schemaVersion the schema version of the backup
   * @param tables the number of tables
   * @param rows the number of rows in all tables
   * @param files the number of files of the file store
   */
  public record Summary(String schemaVersion, int tables, long rows, int files) {
    static Summary of(BackupManifest manifest, int files) {
      return new Summary(
          manifest.schemaVersion(), manifest.tables().size(), manifest.rows(), files);
    }
  }

  /**
   * Writes a backup. The call blocks until it is durable. An existing file is replaced once the new
   * one is complete.
   *
   * @param files the file store; if the archive is on its disk, the reserve stays free
   * @param progress receives lines for a person from time to time
   * @throws StorageRefused when the database holds no schema of Switchboard, or the file cannot be
   *     written
   * @throws StorageUnavailable when the database is out of reach, at first or later
   */
  public static Summary write(
      DatabaseSettings settings, FilePlace files, Path target, Consumer<String> progress) {
    return new BackupWriter(settings, files, progress).write(target);
  }

  /**
   * Restores a backup into an empty database, and migrates it to the newest schema. The whole
   * archive is checked before anything is changed. The database is filled in one transaction, so it
   * stays empty if this fails before the last step, the migration to the newest schema.
   *
   * @param files the place for the files; a directory that is no file store yet, or the file store
   *     of the backup
   * @throws StorageRefused when the archive is damaged or too new, or the database or the directory
   *     is in use
   * @throws StorageUnavailable when the database is out of reach, at first or later
   */
  public static Summary restore(
      DatabaseSettings settings, FilePlace files, Path source, Consumer<String> progress) {
    return new BackupReader(settings, files, progress).restore(source);
  }
}
