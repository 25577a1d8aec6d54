package dev.switchboard.ticket.erase;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.storage.DirectoryFileStore;
import dev.switchboard.storage.FilePlace;
import dev.switchboard.storage.FileStore;
import dev.switchboard.storage.TestDatabase;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Copies of files that something erased named. */
class UnusedFilesTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private static final Duration REST = Duration.ofMinutes(5);
  private static final String UNKNOWN = "0".repeat(64);

  @TempDir Path folder;

  private DirectoryFileStore files;
  private UnusedFiles unused;

  @BeforeEach
  void open() {
    execute(
        """
        truncate file_store, file_garbage, ticket, event_journal, event_tag, projection_parked,
          pekko_projection_offset_store cascade
        """);
    files =
        DirectoryFileStore.open(
            new FilePlace(folder.resolve("files"), 0), DATABASE.database().jdbi(), Runnable::run);
    unused = new UnusedFiles(DATABASE.database(), files, REST);
  }

  @Test
  void whatNobodyNamesGoes() throws Exception {
    String key = keptLongAgo("nobody's");
    garbage(key);

    assertThat(result(unused.sweep())).isEqualTo(1);

    assertThat(isThere(key)).isFalse();
    assertThat(garbage()).isEmpty();
    assertThat(result(unused.sweep())).isZero();
  }

  @Test
  void whatAnotherMessageNamesStays() throws Exception {
    String key = keptLongAgo("sent twice");
    ticket(1);
    execute(
        """
        insert into ticket_message (ticket, number, source, kind, author_id, author_name, signature, anonymous,
          text, extras, answers, delivery, at)
        values (1, 1, 9, 'member', 7, 'a', '', false, '', '{}', 0, 'delivered', now())
        """);
    execute(
        """
        insert into ticket_file (ticket, number, attachment, place, name, size, content_type, state, key)
        values (1, 1, 31, 0, 'a.txt', 1, '', 'kept', '%s')
        """
            .formatted(key));
    garbage(key);

    assertThat(result(unused.sweep())).isZero();

    assertThat(isThere(key)).isTrue();
    assertThat(garbage()).isEmpty();
  }

  @Test
  void aTranscriptStays() throws Exception {
    String key = keptLongAgo("a transcript");
    ticket(2);
    execute("update ticket set transcript_key = '%s' where ticket = 2".formatted(key));
    garbage(key);

    assertThat(result(unused.sweep())).isZero();

    assertThat(isThere(key)).isTrue();
    assertThat(garbage()).isEmpty();
  }

  @Test
  void whatIsSentAnewStaysUntilTheTablesMustKnowOfIt() throws Exception {
    String key = keptLongAgo("sent anew");
    garbage(key);
    assertThat(keep("sent anew")).isEqualTo(key);

    assertThat(result(unused.sweep())).isZero();
    assertThat(isThere(key)).isTrue();
    assertThat(garbage()).containsExactly(key);

    age(key);
    assertThat(result(unused.sweep())).isEqualTo(1);
    assertThat(isThere(key)).isFalse();
  }

  @Test
  void nothingGoesWhileTheTablesDoNotKnowWhatWasStored() throws Exception {
    String key = keptLongAgo("perhaps named");
    garbage(key);
    execute(
        """
        with written as (
          insert into event_journal (persistence_id, sequence_number, writer, write_timestamp, adapter_manifest,
            event_ser_id, event_ser_manifest, event_payload)
          values ('Ticket|1', 1, 'test', %d, '', 1001, '', '')
          returning ordering)
        insert into event_tag (event_id, tag) select ordering, 'ticket-1' from written
        """
            .formatted(Instant.now().minus(REST).toEpochMilli()));
    assertThat(result(unused.sweep())).isZero();

    execute(
        """
        insert into pekko_projection_offset_store (projection_name, projection_key, current_offset, manifest,
          mergeable, last_updated)
        select 'ticket', 'ticket-1', max(ordering), 'SEQ', false, 0 from event_journal
        """);
    execute(
        """
        insert into projection_parked (projection, persistence_id, sequence_number, event, error, parked_at)
        values ('ticket', 'Ticket|1', 1, 'FileKept', 'no room', now())
        """);
    assertThat(result(unused.sweep())).isZero();
    assertThat(isThere(key)).isTrue();

    execute("truncate projection_parked");
    assertThat(result(unused.sweep())).isEqualTo(1);
  }

  @Test
  void aFileThatCannotBeDeletedHindersNoOther() throws Exception {
    Files.createDirectories(place(UNKNOWN).resolve("in-the-way"));
    age(UNKNOWN);
    garbage(UNKNOWN);
    String key = keptLongAgo("nobody's");
    garbage(key);

    assertThat(result(unused.sweep())).isEqualTo(1);

    assertThat(isThere(key)).isFalse();
    assertThat(garbage()).containsExactly(UNKNOWN);
  }

  @Test
  void whatIsGoneAlreadyIsForgotten() throws Exception {
    garbage(UNKNOWN);

    result(unused.sweep());

    assertThat(garbage()).isEmpty();
  }

  private String keptLongAgo(String content) throws Exception {
    String key = keep(content);
    age(key);
    return key;
  }

  private String keep(String content) throws Exception {
    FileStore.Keeping keeping =
        result(files.keep(new ByteArrayInputStream(content.getBytes(UTF_8)), 100));
    return ((FileStore.Keeping.Kept) keeping).key();
  }

  private void age(String key) throws Exception {
    Files.setLastModifiedTime(place(key), FileTime.from(Instant.now().minus(REST).minusSeconds(1)));
  }

  private boolean isThere(String key) {
    return Files.exists(place(key));
  }

  private Path place(String key) {
    return folder.resolve("files").resolve(key.substring(0, 2)).resolve(key);
  }

  private static void ticket(long number) {
    execute(
        """
        insert into ticket (ticket, member_id, user_name, display_name, dm_channel, status, opened_at)
        values (%d, 7, 'a', 'a', 8, 'open', now())
        """
            .formatted(number));
  }

  private static void garbage(String key) {
    execute("insert into file_garbage (key, since) values ('%s', now())".formatted(key));
  }

  private static List<String> garbage() {
    return DATABASE
        .database()
        .jdbi()
        .withHandle(handle ->
            handle.createQuery("select key from file_garbage").mapTo(String.class).list());
  }

  private static void execute(String sql) {
    DATABASE.database().jdbi().useHandle(handle -> handle.execute(sql));
  }

  private static <T> T result(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(30, SECONDS);
  }
}
