package dev.switchboard.ticket.read;

import com.typesafe.config.ConfigFactory;
import dev.switchboard.node.Kinds;
import dev.switchboard.storage.Database;
import dev.switchboard.storage.DatabaseSettings;
import dev.switchboard.storage.DirectoryFileStore;
import dev.switchboard.storage.FilePlace;
import dev.switchboard.text.TestWords;
import dev.switchboard.ticket.model.StoredFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;

/** Writes a transcript in a process of its own, which has as much memory as a test gives it. */
final class TranscriptProcess {
  private TranscriptProcess() {}

  static Process start(String memory, DatabaseSettings database, Path folder, long ticket)
      throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            memory,
            "-XX:TieredStopAtLevel=1",
            "-XX:+ExitOnOutOfMemoryError",
            "-cp",
            System.getProperty("java.class.path"),
            TranscriptProcess.class.getName(),
            database.url(),
            database.user(),
            database.password(),
            folder.resolve("files").toString(),
            Long.toString(ticket))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Prints the key of the file. */
  public static void main(String[] args) throws Exception {
    DatabaseSettings settings = new DatabaseSettings(args[0], args[1], args[2], 2);
    ActorTestKit kit =
        ActorTestKit.create(
            "TranscriptProcess",
            ConfigFactory.parseString("pekko.actor.provider = local, pekko.loglevel = OFF")
                .withFallback(Kinds.configuration()));
    try (Database database = Database.connect(settings)) {
      DirectoryFileStore files =
          DirectoryFileStore.open(
              new FilePlace(Path.of(args[3]), 0), database.jdbi(), database.blockingCalls());
      StoredFile page =
          new JournalTranscripts(kit.system(), database.jdbi(), files, _ -> "", TestWords.ENGLISH)
              .write(Long.parseLong(args[4]))
              .toCompletableFuture()
              .get(100, TimeUnit.SECONDS);
      System.out.write(page.key().getBytes(StandardCharsets.US_ASCII));
      System.out.flush();
    } finally {
      kit.shutdownTestKit();
    }
  }
}
