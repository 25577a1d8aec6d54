package dev.switchboard.storage.backup;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.switchboard.storage.Database;
import dev.switchboard.storage.DatabaseSettings;
import dev.switchboard.storage.Digests;
import dev.switchboard.storage.DirectoryFileStore;
import dev.switchboard.storage.FilePlace;
import dev.switchboard.storage.Migrations;
import dev.switchboard.storage.NewerData;
import dev.switchboard.storage.StorageRefused;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.postgresql.PGConnection;

/** The restoration of a backup. */
final class BackupReader {
  /**
   * Flyway's table of applied migrations, as version 13 makes it. It is made here, not by Flyway,
   * because Flyway commits on connections of its own, and the schema and its rows must appear in
   * one transaction.
   */
  private static final String HISTORY_TABLE =
      """
      create table flyway_schema_history (
        installed_rank int not null,
        version varchar(50),
        description varchar(200) not null,
        type varchar(20) not null,
        script varchar(1000) not null,
        checksum integer,
        installed_by varchar(100) not null,
        installed_on timestamp not null default now(),
        execution_time integer not null,
        success boolean not null
      );
      alter table flyway_schema_history add constraint flyway_schema_history_pk primary key (installed_rank);
      create index flyway_schema_history_s_idx on flyway_schema_history (success)
      """;

  /**
   * The ticket numbers skipped by a restore: more than are used between a backup and the loss of
   * the database, so that none is given twice.
   */
  private static final int TICKETS_LEFT_OUT = 1_000;

  private final DatabaseSettings settings;
  private final FilePlace files;
  private final Path fileStore;
  private final Consumer<String> progress;

  BackupReader(DatabaseSettings settings, FilePlace files, Consumer<String> progress) {
    this.settings = settings;
    this.files = files;
    this.fileStore = files.directory();
    this.progress = progress;
  }

  Backup.Summary restore(Path source) {
    Database.refuseUnsafeServer(settings);
    try (var archive = new ZipFile(source.toFile(), UTF_8)) {
      var manifest = verified(archive);
      refuseUnknownMigrations(manifest);
      refuseOtherFileStore(manifest);
      var kept = restore(archive, manifest);
      progress.accept("schema version " + Migrations.migrate(settings));
      beginFeedAnew();
      return Backup.Summary.of(manifest, kept);
    } catch (NoSuchFileException | FileNotFoundException e) {
      throw new StorageRefused("there is no backup at " + source, e);
    } catch (ZipException e) {
      throw new StorageRefused(
          "the backup %s is damaged or not a backup: %s".formatted(source, e.getMessage()), e);
    } catch (IOException e) {
      throw new StorageRefused("cannot restore %s: %s".formatted(source, e), e);
    } catch (SQLException e) {
      throw Database.failure(settings, e);
    }
  }

  private BackupManifest verified(ZipFile archive) throws IOException {
    var entry = archive.getEntry(BackupManifest.ENTRY);
    if (entry == null) {
      throw new ZipException("it holds no manifest");
    }
    BackupManifest manifest;
    try (var in = archive.getInputStream(entry)) {
      manifest = BackupManifest.read(in);
    }
    for (var table : manifest.tables()) {
      verify(archive, table.entry(), table.sha256());
    }
    eachFile(archive, file -> verify(archive, file.entry(), file.key()));
    progress.accept("the backup of %s is whole".formatted(manifest.taken()));
    return manifest;
  }

  /** Visits the files in the manifest; gives their number. */
  private static int eachFile(ZipFile archive, KeptFiles.Visitor visitor) throws IOException {
    try (var in = part(archive, BackupManifest.ENTRY)) {
      return BackupManifest.eachFile(in, visitor);
    }
  }

  private static void verify(ZipFile archive, String entry, String sha256) throws IOException {
    var digest = Digests.sha256();
    try (var in = new DigestInputStream(part(archive, entry), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    if (!HexFormat.of().formatHex(digest.digest()).equals(sha256)) {
      throw new ZipException(entry + " has another check sum than the manifest says");
    }
  }

  private static InputStream part(ZipFile archive, String name) throws IOException {
    var entry = archive.getEntry(name);
    if (entry == null) {
      throw new ZipException(name + " is missing");
    }
    return archive.getInputStream(entry);
  }

  private void refuseUnknownMigrations(BackupManifest manifest) {
    var known = Migrations.known(settings);
    for (var migration : manifest.migrations()) {
      if (!known.contains(migration)) {
        throw new NewerData(
            ("the backup has schema version %s, and this version of Switchboard does not know its"
                    + " migration %s; restore it with the version of Switchboard that made it, or a"
                    + " newer one")
                .formatted(manifest.schemaVersion(), migration.script()));
      }
    }
  }

  private void refuseOtherFileStore(BackupManifest manifest) throws IOException {
    var marker = DirectoryFileStore.marker(fileStore);
    if (marker.isPresent() && !marker.get().equals(manifest.fileStore())) {
      throw new StorageRefused(
          "the directory %s is the file store of another database; name an empty one"
              .formatted(fileStore));
    }
  }

  private int restore(ZipFile archive, BackupManifest manifest) throws IOException, SQLException {
    int kept;
    try (var connection = settings.unpooled("switchboard-restore").getConnection();
        var added = KeptFiles.temporary()) {
      SchemaCatalogue.prepareSession(connection);
      connection.setAutoCommit(false);
      takeEmptyDatabase(connection);
      try {
        createSchema(connection, manifest);
        fill(connection, archive, manifest);
        leaveBehind(connection);
        kept = addFiles(archive, added);
        connection.commit();
      } catch (IOException | SQLException | RuntimeException e) {
        connection.rollback();
        try {
          removeFiles(added);
        } catch (IOException unlisted) {
          e.addSuppressed(unlisted);
        }
        throw e;
      }
    }
    if (!manifest.fileStore().isEmpty() && DirectoryFileStore.marker(fileStore).isEmpty()) {
      DirectoryFileStore.mark(fileStore, manifest.fileStore());
    }
    return kept;
  }

  /** Refuses a database in use; the lock makes a second restore wait until this one has ended. */
  private void takeEmptyDatabase(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("select pg_advisory_xact_lock(hashtextextended('switchboard restore', 0))");
    }
    if (!new SchemaCatalogue(connection).isEmpty()) {
      throw new StorageRefused(
          "%s is not empty; a backup is restored into an empty database only, so that nothing is overwritten: create one and name it"
                  .formatted(settings.maskedUrl())
              + " by SWITCHBOARD_DATABASE_URL, or another data directory by SWITCHBOARD_DATA_DIR");
    }
  }

  private static void createSchema(Connection connection, BackupManifest manifest)
      throws IOException, SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(HISTORY_TABLE);
      for (var migration : manifest.migrations()) {
        statement.execute(Migrations.script(migration.script()));
      }
    }
  }

  private void fill(Connection connection, ZipFile archive, BackupManifest manifest)
      throws IOException, SQLException {
    var copies = connection.unwrap(PGConnection.class).getCopyAPI();
    try (var statement = connection.createStatement()) {
      // Triggers of some tables refuse the truncation.
      for (var table : manifest.tables()) {
        statement.execute(
            "alter table %s disable trigger user".formatted(SchemaCatalogue.quoted(table.name())));
      }
      // Rows that migrations insert are in the backup too.
      statement.execute(
          manifest.tables().stream()
              .map(table -> SchemaCatalogue.quoted(table.name()))
              .collect(Collectors.joining(", ", "truncate ", "")));
      for (var table : manifest.tables()) {
        try (var in = part(archive, table.entry())) {
          var rows =
              copies.copyIn(
                  "copy %s from stdin"
                      .formatted(SchemaCatalogue.quoted(table.name(), table.columns())),
                  in);
          if (rows != table.rows()) {
            throw new ZipException(
                "%s has %d rows, the manifest says %d"
                    .formatted(table.entry(), rows, table.rows()));
          }
        }
        statement.execute(
            "alter table %s enable trigger user".formatted(SchemaCatalogue.quoted(table.name())));
        progress.accept("table %s: %d rows".formatted(table.name(), table.rows()));
      }
    }
    setSequences(connection, manifest.sequences());
  }

  /**
   * Drops values that were valid for the lost database only: its gateway session, whose later
   * events it received; the numbers of its latest tickets, which exist on Discord; and the prefix
   * of its nonces.
   */
  private static void leaveBehind(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(
          """
          do $$
          begin
            if to_regclass('public.gateway_session') is not null then
              update gateway_session set session = '', sequence = 0, resume_url = '';
            end if;
            if to_regclass('public.ticket_number') is not null then
              perform setval('public.ticket_number', last_value + %d) from public.ticket_number;
            end if;
            if to_regclass('public.delivery_epoch') is not null then
              update delivery_epoch set epoch = substr(md5(gen_random_uuid()::text), 1, 6);
            end if;
          end $$
          """
              .formatted(TICKETS_LEFT_OUT));
    }
  }

  /**
   * Gives the positions of the feed another epoch, since clients have seen the latest ones of the
   * lost database. Behind the migrations: the backup may be older than the epoch.
   */
  private void beginFeedAnew() throws SQLException {
    try (var connection = settings.unpooled("switchboard-restore").getConnection();
        var statement = connection.createStatement()) {
      statement.execute(
          """
          insert into feed_head (last, epoch) values (0, substr(md5(gen_random_uuid()::text), 1, 6))
          on conflict (one) do update set epoch = excluded.epoch
          """);
    }
  }

  private static void setSequences(Connection connection, List<BackupManifest.Sequence> sequences)
      throws SQLException {
    try (var set =
        connection.prepareStatement("select setval(format('public.%I', ?)::regclass, ?, ?)")) {
      for (var sequence : sequences) {
        set.setString(1, sequence.name());
        set.setLong(2, sequence.value());
        set.setBoolean(3, sequence.called());
        set.execute();
      }
    }
  }

  private int addFiles(ZipFile archive, KeptFiles added) throws IOException {
    var store = new DirectoryFileStore(files, Runnable::run);
    var number =
        eachFile(
            archive,
            file -> {
              if (!store.has(file.key())) {
                try (var in = part(archive, file.entry())) {
                  // Listed before it is written: listed files are removed after a failure.
                  added.add(file);
                  store.keepNow(in, file.size());
                }
              }
            });
    progress.accept("files: " + number);
    return number;
  }

  private void removeFiles(KeptFiles added) throws IOException {
    var store = new DirectoryFileStore(files, Runnable::run);
    added.each(file -> {
      try {
        store.deleteNow(file.key());
      } catch (IOException e) {
        progress.accept(
            "the file %s of the unfinished restore stays in %s: %s"
                .formatted(file.key(), fileStore, e));
      }
    });
  }
}
