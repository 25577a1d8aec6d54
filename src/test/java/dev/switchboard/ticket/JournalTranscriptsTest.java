package dev.switchboard.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.switchboard.storage.DirectoryFileStore;
import dev.switchboard.storage.FilePlace;
import dev.switchboard.storage.FileStore;
import dev.switchboard.storage.TestDatabase;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
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
  private JournalTranscripts transcripts;

  @BeforeAll
  void start(@TempDir Path directory) {
    kit = TicketJournal.kit("JournalTranscriptsTest", DATABASE.settings());
    files =
        DirectoryFileStore.open(
            new FilePlace(directory.resolve("files"), 0),
            DATABASE.database().jdbi(),
            DATABASE.database().blockingCalls());
    transcripts = new JournalTranscripts(kit.system(), files, _ -> "");
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
