package dev.switchboard.ticket.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.switchboard.storage.DirectoryFileStore;
import dev.switchboard.storage.FilePlace;
import dev.switchboard.storage.FileStore;
import dev.switchboard.storage.TestDatabase;
import dev.switchboard.text.TestWords;
import dev.switchboard.ticket.LongJournal;
import dev.switchboard.ticket.decide.TicketFixture;
import dev.switchboard.ticket.decide.TicketJournal;
import dev.switchboard.ticket.model.StoredFile;
import java.io.BufferedReader;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JournalTranscriptsTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private ActorTestKit kit;
  private FileStore files;
  private Path folder;
  private JournalTranscripts transcripts;

  @BeforeAll
  void start(@TempDir Path directory) {
    folder = directory;
    kit = TicketJournal.kit("JournalTranscriptsTest", DATABASE.settings());
    files =
        DirectoryFileStore.open(
            new FilePlace(directory.resolve("files"), 0),
            DATABASE.database().jdbi(),
            DATABASE.database().blockingCalls());
    transcripts =
        new JournalTranscripts(
            kit.system(), DATABASE.database().jdbi(), files, _ -> "", TestWords.ENGLISH);
  }

  @AfterAll
  void stop() {
    kit.shutdownTestKit();
  }

  @Test
  void thePageHoldsAllThatIsStoredWhenItIsAskedFor() throws Exception {
    TicketFixture ticket = new TicketFixture(TicketFixture.rules(OptionalLong.empty(), "Welcome!"));
    for (int number = 1; number <= 300; number++) {
      ticket.writes("word-" + number + ";");
    }
    TicketJournal.write(kit, 7, ticket.journal());

    StoredFile file = transcripts.write(7).toCompletableFuture().get(20, TimeUnit.SECONDS);

    assertThat(file.name()).isEqualTo("ticket-7.html");
    assertThat(file.contentType()).isEqualTo("text/html");
    String page = content(file.key());
    assertThat(page).contains("word-1;").contains("word-300;");
    assertThat(file.size()).isEqualTo(page.getBytes(StandardCharsets.UTF_8).length);
  }

  /**
   * The texts alone are more than the memory of the process that writes the page: 6,000 messages,
   * and 3,000 edits of one of them, of 4,000 characters each.
   */
  @Test
  void aTicketThatIsLargerThanTheMemoryHasItsTranscript() throws Exception {
    LongJournal.fill(DATABASE.database().jdbi(), 8, 6_000, 3_000);
    Process process = TranscriptProcess.start("-Xmx48m", DATABASE.settings(), folder, 8);

    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.exitValue()).as(said).isZero();
    String key = said.lines().reduce((_, last) -> last).orElseThrow();
    Path page = folder.resolve("files").resolve(key.substring(0, 2)).resolve(key);
    assertThat(Files.size(page)).isGreaterThan(34L << 20);
    int articles = 0;
    int formers = 0;
    int words = 0;
    try (BufferedReader lines = Files.newBufferedReader(page)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        articles += line.startsWith("<article ") ? 1 : 0;
        formers += line.startsWith("<div class=\"former\">") ? 1 : 0;
        if (line.contains("message " + articles + " ")) {
          words++;
        }
      }
    }
    assertThat(articles).isEqualTo(6_000);
    assertThat(formers).isEqualTo(3_000);
    // Of the one that was edited, what it said first stands among what it said before.
    assertThat(words).isEqualTo(6_000);
  }

  @Test
  void aTicketThatIsNotThereHasNoTranscript() {
    assertThatThrownBy(() -> transcripts.write(404).toCompletableFuture().get(20, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasMessageContaining("there is no such ticket");
  }

  private String content(String key) throws Exception {
    FileStore.Opening opening = files.open(key).toCompletableFuture().get(30, TimeUnit.SECONDS);
    try (InputStream stream = ((FileStore.Opening.Content) opening).stream()) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
