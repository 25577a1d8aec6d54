package dev.switchboard.storage.backup;

import dev.switchboard.storage.DataFormat;
import dev.switchboard.storage.Database;
import dev.switchboard.storage.DatabaseSettings;
import dev.switchboard.storage.Digests;
import dev.switchboard.storage.Directories;
import dev.switchboard.storage.DirectoryFileStore;
import dev.switchboard.storage.DiskRoom;
import dev.switchboard.storage.FilePlace;
import dev.switchboard.storage.StorageRefused;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.postgresql.PGConnection;

/** The writing of a backup. */
final class BackupWriter {
  private final DatabaseSettings settings;
  private final FilePlace files;
  private final Path fileStore;
  private final Consumer<String> progress;

  BackupWriter(DatabaseSettings settings, FilePlace files, Consumer<String> progress) {
    this.settings = settings;
    this.files = files;
    this.fileStore = files.directory();
    this.progress = progress;
  }

  Backup.Summary write(Path target) {
    var whole = target.toAbsolutePath();
    var folder = whole.getParent();
    if (folder == null) {
      throw new StorageRefused("a backup is written to a file, found " + target);
    }
    var part = folder.resolve(whole.getFileName() + ".part");
    try {
      Files.deleteIfExists(part);
      Directories.createSecret(part);
      var written = writeArchive(part);
      Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE);
      Directories.sync(folder);
      return written;
    } catch (IOException e) {
      throw new StorageRefused("cannot write the backup " + target + ": " + e, e);
    } catch (SQLException e) {
      throw Database.failure(settings, e);
    } finally {
      deleteQuietly(part);
    }
  }

  private void deleteQuietly(Path part) {
    try {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      progress.accept("the unfinished file " + part + " could not be deleted: " + e);
    }
  }

  private Backup.Summary writeArchive(Path file) throws IOException, SQLException {
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE);
        var zip = new ZipOutputStream(new BufferedOutputStream(reserving(file, channel)));
        var kept = KeptFiles.at(file.resolveSibling(file.getFileName() + ".files"))) {
      var manifest = writeParts(zip, kept);
      zip.putNextEntry(new ZipEntry(BackupManifest.ENTRY));
      manifest.write(zip, kept);
      zip.closeEntry();
      zip.finish();
      zip.flush();
      channel.force(true);
      return Backup.Summary.of(manifest, kept.number());
    }
  }

  /**
   * The archive's stream. On the disk of the file store, which the embedded database also uses, the
   * reserve stays free.
   */
  private OutputStream reserving(Path file, FileChannel channel) {
    var out = Channels.newOutputStream(channel);
    var disk = new DiskRoom(fileStore, files.reserve());
    return disk.holds(file) ? disk.guarding(out) : out;
  }

  private BackupManifest writeParts(ZipOutputStream zip, KeptFiles kept)
      throws IOException, SQLException {
    try (var connection = settings.unpooled("switchboard-backup").getConnection()) {
      SchemaCatalogue.prepareSession(connection);
      connection.setAutoCommit(false);
      connection.setReadOnly(true);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      var catalogue = new SchemaCatalogue(connection);
      if (!catalogue.hasHistory()) {
        throw new StorageRefused(
            "%s holds no schema of Switchboard: there is nothing to back up"
                .formatted(settings.maskedUrl()));
      }
      var migrations = catalogue.appliedMigrations();
      var taken = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
      var dataFormat = DataFormat.stored(connection);
      var tables = new ArrayList<BackupManifest.Table>();
      for (var table : catalogue.tablesInFillingOrder()) {
        tables.add(copyOut(connection, table, catalogue.columns(table), zip));
      }
      // Read after the rows: a sequence is not part of the snapshot, and must not be lower than the
      // numbers in the rows.
      var sequences = catalogue.sequences();
      connection.rollback();
      copyFiles(zip, kept);
      return new BackupManifest(
          BackupManifest.FORMAT,
          taken,
          migrations.getLast().version(),
          migrations,
          tables,
          sequences,
          DirectoryFileStore.marker(fileStore).orElse(""),
          dataFormat);
    }
  }

  private BackupManifest.Table copyOut(
      Connection connection, String table, List<String> columns, ZipOutputStream zip)
      throws IOException, SQLException {
    var digest = Digests.sha256();
    var unfinished = new BackupManifest.Table(table, columns, 0, "");
    zip.putNextEntry(new ZipEntry(unfinished.entry()));
    var out = new DigestOutputStream(new KeptOpen(zip), digest);
    var rows =
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyOut("copy %s to stdout".formatted(SchemaCatalogue.quoted(table, columns)), out);
    zip.closeEntry();
    progress.accept("table %s: %d rows".formatted(table, rows));
    return new BackupManifest.Table(
        table, columns, rows, HexFormat.of().formatHex(digest.digest()));
  }

  /** A stream that stays open when COPY closes it, because the archive goes on. */
  private static final class KeptOpen extends FilterOutputStream {
    KeptOpen(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }

  /**
   * Copies the files, after the rows: a file of a row exists unless it was deleted meanwhile, and
   * then its row was deleted too.
   */
  private void copyFiles(ZipOutputStream zip, KeptFiles kept) throws IOException {
    if (Files.notExists(fileStore)) {
      return;
    }
    // Most files are pictures and archives: compressing them again costs time and saves nothing.
    zip.setLevel(Deflater.NO_COMPRESSION);
    new DirectoryFileStore(files, Runnable::run).walk(path -> copy(path, zip, kept));
    progress.accept("files: " + kept.number());
  }

  private void copy(Path path, ZipOutputStream zip, KeptFiles kept) throws IOException {
    try (var in = Files.newInputStream(path)) {
      var key = path.getFileName().toString();
      zip.putNextEntry(new ZipEntry(new BackupManifest.KeptFile(key, 0).entry()));
      kept.add(new BackupManifest.KeptFile(key, in.transferTo(zip)));
      zip.closeEntry();
    } catch (NoSuchFileException e) {
      progress.accept("file " + path.getFileName() + " was deleted meanwhile");
    }
  }
}
