package dev.switchboard.storage.backup;

import dev.switchboard.storage.DatabaseSettings;
import dev.switchboard.storage.FilePlace;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * All that is stored, in one file: every table at one instant, and the files of the file store. It
 * works between an embedded and a given PostgreSQL of any supported version, in both directions,
 * and while the product is running.
 *
 * <p>The file is a zip archive with a manifest, the rows in PostgreSQL's text format and the files
 * as they are. Neither rows nor the list of files are held in memory; the archive's own directory
 * is, by {@code java.util.zip}: some hundred bytes for each file. It holds what members wrote: it
 * is readable by its owner only, and is to be kept like the database itself.
 */
public final class Backup {
  private Backup() {}

  /**
   * What was written or restored.
   *
   * @param schemaVersion of the backup
   * @param tables how many
   * @param rows in all tables
   * @param files of the file store
   */
  public record Summary(String schemaVersion, int tables, long rows, int files) {
    static Summary of(BackupManifest manifest, int files) {
      return new Summary(
          manifest.schemaVersion(), manifest.tables().size(), manifest.rows(), files);
    }
  }

  /**
   * Writes a backup. The call blocks until it is durable. A file that is there already is replaced
   * once the new one is whole.
   *
   * @param files the file store; an archive on the same disk leaves its reserve free
   * @param progress told a line for a person now and then
   * @throws StorageRefused when the database holds no schema of Switchboard, or the file cannot be
   *     written
   * @throws StorageUnavailable when the database is, or comes, out of reach
   */
  public static Summary write(
      DatabaseSettings settings, FilePlace files, Path target, Consumer<String> progress) {
    return new BackupWriter(settings, files, progress).write(target);
  }

  /**
   * Restores a backup into an empty database, and migrates it to the newest schema. The whole
   * archive is checked before anything is touched; the database is filled in one transaction, so it
   * is empty still when this fails before the last step, the migration from the backup's schema to
   * the newest.
   *
   * @param files where the files go; a directory that is no file store yet, or the one of the
   *     backup
   * @throws StorageRefused when the archive is damaged or too new, or the database or the directory
   *     is in use
   * @throws StorageUnavailable when the database is, or comes, out of reach
   */
  public static Summary restore(
      DatabaseSettings settings, FilePlace files, Path source, Consumer<String> progress) {
    return new BackupReader(settings, files, progress).restore(source);
  }
}
