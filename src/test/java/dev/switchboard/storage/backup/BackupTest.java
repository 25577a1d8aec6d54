package dev.switchboard.storage.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.switchboard.storage.DataFormat;
import dev.switchboard.storage.Database;
import dev.switchboard.storage.DatabaseSettings;
import dev.switchboard.storage.DirectoryFileStore;
import dev.switchboard.storage.FilePlace;
import dev.switchboard.storage.Migrations;
import dev.switchboard.storage.NewerData;
import dev.switchboard.storage.StorageRefused;
import dev.switchboard.storage.TestServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupTest {
  private static final byte[] EVERY_BYTE = new byte[256 * 1024];

  static {
    for (var i = 0; i < EVERY_BYTE.length; i++) {
      EVERY_BYTE[i] = (byte) i;
    }
  }

  @TempDir Path directory;
  private final DatabaseSettings source = TestServer.create(true);
  private final DatabaseSettings target = TestServer.create(false);
  private Path files;
  private Path restored;
  private Path backup;

  @BeforeEach
  void fill() throws IOException {
    files = directory.resolve("files");
    restored = directory.resolve("restored");
    backup = directory.resolve("backup.zip");
    try (var database = Database.connect(source.withPoolSize(2))) {
      var store = DirectoryFileStore.open(new FilePlace(files, 0), database.jdbi(), Runnable::run);
      store.keepNow(new ByteArrayInputStream(EVERY_BYTE), Long.MAX_VALUE);
      store.keepNow(new ByteArrayInputStream("hello".getBytes(UTF_8)), 5);
      database
          .jdbi()
          .useTransaction(handle -> {
            for (var i = 1; i <= 3; i++) {
              handle.execute(
                  """
                  insert into event_journal
                    (persistence_id, sequence_number, writer, event_ser_id, event_ser_manifest, event_payload)
                  values (?, ?, ?, 1, '', ?)
                  """,
                  "Ticket|\\N \t tab, new\nline, \"quotes\" and 🙂 مرحبا",
                  i,
                  "w",
                  EVERY_BYTE);
            }
            handle.execute(
                "insert into event_tag select ordering, 'tag-' || ordering from event_journal");
            handle.execute(
                "insert into snapshot values ('large', 1, 1, 1, '', convert_to(repeat('x',"
                    + " 20000000), 'UTF8'))");
            handle.execute(
                "insert into lease values ('gateway', 7, 'process 1 on a', '2026-11-21"
                    + " 09:00:00.123456+00')");
          });
    }
  }

  @AfterEach
  void drop() {
    TestServer.drop(source);
    TestServer.drop(target);
  }

  @Test
  void whatIsRestoredIsWhatWasThere() throws Exception {
    var written = Backup.write(source, new FilePlace(files, 0), backup, _ -> {});

    assertThat(Backup.restore(target, new FilePlace(restored, 0), backup, _ -> {}))
        .isEqualTo(written);

    assertThat(written.files()).isEqualTo(2);
    var before = digests(source);
    var after = digests(target);
    assertThat(after.remove("delivery_epoch")).isNotEqualTo(before.remove("delivery_epoch"));
    assertThat(after.remove("feed_head")).isNotEqualTo(before.remove("feed_head"));
    assertThat(after)
        .isEqualTo(before)
        .containsKeys("event_journal", "flyway_schema_history", "snapshot");
    assertThat(shape(target)).isEqualTo(shape(source));
    assertThat(fileNames(restored)).isEqualTo(fileNames(files)).hasSize(2);
    try (var database = Database.connect(target.withPoolSize(1))) {
      // The store opens on the restored directory, and the sequence goes on where it stood.
      DirectoryFileStore.open(new FilePlace(restored, 0), database.jdbi(), Runnable::run);
      assertThat(number(database, "select nextval('event_journal_ordering_seq')")).isEqualTo(4);
    }
  }

  @Test
  void whatWasTrueOfTheLostDatabaseAloneIsLeftBehind() throws Exception {
    try (var database = Database.connect(source.withPoolSize(1))) {
      database
          .jdbi()
          .useHandle(handle -> {
            handle.execute(
                """
                insert into gateway_session
                  (shard, session, sequence, resume_url, epoch, floor, since, covered_until)
                values (0, 'abc', 77, 'wss://x', 3, 5, now(), now())
                """);
            handle.execute("select setval('ticket_number', 41)");
          });
    }
    Backup.write(source, new FilePlace(files, 0), backup, _ -> {});

    Backup.restore(target, new FilePlace(restored, 0), backup, _ -> {});

    try (var database = Database.connect(target.withPoolSize(1))) {
      assertThat(number(database, "select nextval('ticket_number')")).isEqualTo(1_042);
      assertThat(
              number(
                  database,
                  """
                  select epoch from gateway_session
                  where session = '' and sequence = 0 and resume_url = '' and floor = 5
                  """))
          .isEqualTo(3);
      assertThat(epochs(target)).hasSize(1).noneMatch(String::isEmpty);
      assertThat(epochs(target)).isNotEqualTo(epochs(source));
    }
  }

  private static java.util.List<String> epochs(DatabaseSettings settings) {
    try (var database = Database.connect(settings.withPoolSize(1))) {
      return database
          .jdbi()
          .withHandle(handle ->
              handle.createQuery("select epoch from delivery_epoch").mapTo(String.class).list());
    }
  }

  @Test
  void theFileIsForItsOwnerOnlyAndReplacesTheFormerOneWhole() throws Exception {
    Files.writeString(backup, "the former backup");
    var meanwhile = new HashSet<String>();
    Backup.write(
        source,
        new FilePlace(files, 0),
        backup,
        _ -> meanwhile.add(permissions(directory.resolve("backup.zip.part"))));

    assertThat(meanwhile).containsExactly("rw-------");
    assertThat(permissions(backup)).isEqualTo("rw-------");
    assertThat(directory.toFile().list()).containsExactlyInAnyOrder("files", "backup.zip");
  }

  private static String permissions(Path file) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aBackupIsOfOneInstantWhileRowsAreWritten() throws Exception {
    try (var database = Database.connect(source.withPoolSize(2))) {
      var stop = new AtomicBoolean();
      var writer =
          CompletableFuture.runAsync(() -> {
            for (var i = 100; !stop.get(); i++) {
              var number = i;
              database
                  .jdbi()
                  .useTransaction(handle -> {
                    handle.execute(
                        "insert into event_journal (persistence_id, sequence_number, writer,"
                            + " event_ser_id, event_ser_manifest, event_payload) values ('busy', ?,"
                            + " 'w', 1, '', '')",
                        number);
                    handle.execute(
                        "insert into event_tag select max(ordering), 'busy' from event_journal");
                  });
            }
          });
      Backup.write(source, new FilePlace(files, 0), backup, _ -> {});
      stop.set(true);
      writer.join();
    }
    Backup.restore(target, new FilePlace(restored, 0), backup, _ -> {});

    try (var database = Database.connect(target.withPoolSize(1))) {
      assertThat(
              number(
                  database,
                  "select count(*) from event_journal where not exists (select 1 from event_tag"
                      + " where event_id = ordering)"))
          .isZero();
    }
  }

  @Test
  void aDamagedArchiveIsRefusedAndChangesNothing() throws Exception {
    Backup.write(source, new FilePlace(files, 0), backup, _ -> {});
    var whole = Files.readAllBytes(backup);
    var damages =
        Map.of(
            "cut off", Arrays.copyOf(whole, whole.length / 2),
            "one bit turned", turned(whole, whole.length / 3),
            "not an archive", "hello".getBytes(UTF_8),
            "empty", new byte[0]);

    for (var damage : damages.entrySet()) {
      Files.write(backup, damage.getValue());
      assertRefused(damage.getKey());
    }
    Files.delete(backup);
    assertRefused("no file");
  }

  @Test
  void anArchiveWhosePartsDoNotFitItsManifestIsRefusedAndChangesNothing() throws Exception {
    Backup.write(source, new FilePlace(files, 0), backup, _ -> {});
    for (var part : List.of("tables/lease.copy", BackupManifest.ENTRY)) {
      var changed = directory.resolve("changed.zip");
      Files.copy(backup, changed);
      try (var archive = FileSystems.newFileSystem(changed)) {
        Files.writeString(
            archive.getPath(part),
            part.equals(BackupManifest.ENTRY) ? "{\"format\": 2}" : "gateway\t8\tme\t2026-11-21\n");
      }
      Files.move(changed, backup, StandardCopyOption.REPLACE_EXISTING);
      assertRefused(part);
      Backup.write(source, new FilePlace(files, 0), backup, _ -> {});
    }
    try (var archive = FileSystems.newFileSystem(backup)) {
      Files.delete(archive.getPath("tables/lease.copy"));
    }
    assertRefused("a part is missing");
  }

  @Test
  void whatARestoreAddedBeforeItFailedIsTakenAwayAgain() throws Exception {
    Backup.write(source, new FilePlace(files, 0), backup, _ -> {});
    var keys = new ArrayList<String>();
    try (var archive = new ZipFile(backup.toFile());
        var manifest = archive.getInputStream(archive.getEntry(BackupManifest.ENTRY))) {
      BackupManifest.eachFile(manifest, file -> keys.add(file.key()));
    }
    assertThat(keys).hasSize(2);
    // Where the folder of the last one would be, a file is.
    Files.createDirectories(restored);
    Files.createFile(restored.resolve(keys.getLast().substring(0, 2)));

    assertRefused("a file cannot be kept");

    assertThat(restored.resolve(keys.getFirst().substring(0, 2)).resolve(keys.getFirst()))
        .doesNotExist();
  }

  @Test
  void nothingIsLeftBesideABackup() throws Exception {
    Backup.write(source, new FilePlace(files, 0), backup, _ -> {});

    try (var beside = Files.list(directory)) {
      assertThat(beside).containsExactlyInAnyOrder(files, backup);
    }
  }

  @Test
  void aDatabaseInUseIsNotOverwritten() {
    Backup.write(source, new FilePlace(files, 0), backup, _ -> {});
    Migrations.migrate(target);

    assertThatThrownBy(() -> Backup.restore(target, new FilePlace(restored, 0), backup, _ -> {}))
        .isInstanceOf(StorageRefused.class)
        .hasMessageContaining("is not empty");
    assertThat(restored).doesNotExist();
  }

  @Test
  void theFileStoreOfAnotherDatabaseIsNotTouched() throws Exception {
    Backup.write(source, new FilePlace(files, 0), backup, _ -> {});
    DirectoryFileStore.mark(restored, "of another database");

    assertRefused("another's file store");
  }

  @Test
  void aBackupOfANewerSchemaIsRefused() throws Exception {
    try (var database = Database.connect(source.withPoolSize(1))) {
      database
          .jdbi()
          .useHandle(handle ->
              handle.execute(
                  "insert into flyway_schema_history values (9000, '9000', 'future', 'SQL',"
                      + " 'V9000__future.sql', 1, 'x', now(), 1, true)"));
    }
    Backup.write(source, new FilePlace(files, 0), backup, _ -> {});

    assertThatThrownBy(() -> Backup.restore(target, new FilePlace(restored, 0), backup, _ -> {}))
        .isInstanceOf(StorageRefused.class)
        .hasMessageContaining("schema version 9000");
    assertRefused("newer");
  }

  @Test
  void aBackupOfANewerDataFormatIsRefused() throws Exception {
    int newer = DataFormat.CURRENT + 1;
    try (var database = Database.connect(source.withPoolSize(1))) {
      database
          .jdbi()
          .useHandle(handle -> handle.execute("update data_format set format = ?", newer));
    }
    Backup.write(source, new FilePlace(files, 0), backup, _ -> {});

    assertThatThrownBy(() -> Backup.restore(target, new FilePlace(restored, 0), backup, _ -> {}))
        .isInstanceOf(NewerData.class)
        .hasMessageContaining("the backup has data format " + newer);
    assertRefused("newer");
  }

  /** Those of versions that had no such number. */
  @Test
  void aBackupWithoutADataFormatIsRestored() throws Exception {
    Backup.write(source, new FilePlace(files, 0), backup, _ -> {});
    try (var archive = FileSystems.newFileSystem(backup)) {
      Path manifest = archive.getPath(BackupManifest.ENTRY);
      Files.writeString(
          manifest,
          Files.readString(manifest)
              .replaceFirst(",\\s*\"dataFormat\" : " + DataFormat.CURRENT, ""));
      assertThat(Files.readString(manifest)).doesNotContain("dataFormat");
    }

    Backup.restore(target, new FilePlace(restored, 0), backup, _ -> {});

    assertThat(digests(target)).containsEntry("data_format", digests(source).get("data_format"));
  }

  @Test
  void aBackupOfAnOlderSchemaIsMigratedAfterwards() throws Exception {
    try (var database = Database.connect(source.withPoolSize(1))) {
      database
          .jdbi()
          .useHandle(handle -> {
            handle.execute("delete from flyway_schema_history where version::int > 2");
            handle
                .createQuery(
                    "select table_name from information_schema.tables where table_schema = 'public'"
                        + " and table_name not in ('event_journal', 'event_tag', 'snapshot',"
                        + " 'lease', 'flyway_schema_history', 'pekko_projection_offset_store',"
                        + " 'pekko_projection_management')")
                .mapTo(String.class)
                .forEach(table -> handle.execute("drop table if exists " + table + " cascade"));
            // Those that belong to a column went with its table.
            handle
                .createQuery(
                    "select c.relname from pg_class c where c.relkind = 'S'"
                        + " and c.relnamespace = 'public'::regnamespace"
                        + " and not exists (select from pg_depend d where d.objid = c.oid"
                        + " and d.deptype in ('a', 'i'))")
                .mapTo(String.class)
                .forEach(sequence -> handle.execute("drop sequence " + sequence));
            handle.execute("alter table lease drop column node, drop column released");
          });
    }
    assertThat(
            Backup.write(source, new FilePlace(directory.resolve("none"), 0), backup, _ -> {})
                .schemaVersion())
        .isEqualTo("2");

    Backup.restore(target, new FilePlace(restored, 0), backup, _ -> {});

    assertThat(shape(target)).anyMatch(column -> column.startsWith("file_store.marker"));
    Migrations.migrate(target);
  }

  @Test
  void nothingToBackUpIsSaid() {
    assertThatThrownBy(() -> Backup.write(target, new FilePlace(files, 0), backup, _ -> {}))
        .isInstanceOf(StorageRefused.class)
        .hasMessageContaining("nothing to back up");
    assertThat(backup).doesNotExist();
  }

  private void assertRefused(String why) throws IOException {
    var before = Files.exists(restored) ? fileNames(restored) : List.of();
    assertThatThrownBy(() -> Backup.restore(target, new FilePlace(restored, 0), backup, _ -> {}))
        .as(why)
        .isInstanceOf(StorageRefused.class);
    assertThat(shape(target)).as(why).isEmpty();
    assertThat(Files.exists(restored) ? fileNames(restored) : List.of()).as(why).isEqualTo(before);
  }

  private static long number(Database database, String query) {
    return database.jdbi().withHandle(handle -> handle.createQuery(query).mapTo(long.class).one());
  }

  private static byte[] turned(byte[] whole, int position) {
    var bytes = whole.clone();
    bytes[position] ^= 0x10;
    return bytes;
  }

  private static List<String> fileNames(Path store) throws IOException {
    try (var paths = Files.walk(store)) {
      return paths
          .filter(Files::isRegularFile)
          .map(path -> path.getFileName().toString())
          .filter(name -> name.length() == 64)
          .sorted()
          .toList();
    }
  }

  /** Every table's rows, as a check sum of their text. */
  private static Map<String, String> digests(DatabaseSettings settings) {
    try (var database = Database.connect(settings.withPoolSize(1))) {
      return database
          .jdbi()
          .withHandle(handle -> {
            var digests = new TreeMap<String, String>();
            for (var table :
                handle
                    .createQuery(
                        "select table_name from information_schema.tables where table_schema ="
                            + " 'public'")
                    .mapTo(String.class)
                    .list()) {
              digests.put(
                  table,
                  handle
                      .createQuery(
                          "select coalesce(md5(string_agg(md5(t::text), '' order by t::text)), 'no"
                              + " rows') from "
                              + table
                              + " t")
                      .mapTo(String.class)
                      .one());
            }
            return digests;
          });
    }
  }

  /** Every column with its type and default, every index and every constraint. */
  private static List<String> shape(DatabaseSettings settings) {
    try (var database = Database.connect(settings.withPoolSize(1))) {
      return database
          .jdbi()
          .withHandle(handle ->
              handle
                  .createQuery(
                      """
                      select table_name || '.' || column_name || ' ' || data_type || ' '
                        || coalesce(character_maximum_length, 0) || ' ' || is_nullable || ' ' || coalesce(column_default, '')
                      from information_schema.columns where table_schema = 'public'
                      union all select indexdef from pg_indexes where schemaname = 'public'
                      union all select conname || ' ' || pg_get_constraintdef(oid) from pg_constraint
                        where connamespace = 'public'::regnamespace and contype <> 'n'
                      order by 1
                      """)
                  .mapTo(String.class)
                  .list());
    }
  }
}
