package dev.switchboard.e2e.fault;

import static dev.switchboard.e2e.stage.RunningProduct.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.switchboard.e2e.stage.Exchange;
import dev.switchboard.e2e.stage.RunningProduct;
import dev.switchboard.storage.Database;
import dev.switchboard.storage.postgres.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The embedded PostgreSQL is killed while the product runs. */
class KilledDatabaseTest {
  @TempDir Path data;

  @Test
  void itIsStartedAgainAndTheProductGoesOnByItself() {
    try (RunningProduct product = RunningProduct.startWithOwnDatabase(data)) {
      Exchange exchange = Exchange.of(product, "gerda");
      exchange.interruptedBy(() -> {
        // The one before may be starting still.
        ProcessHandle server =
            await()
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(this::postmaster, ProcessHandle::isAlive);
        server.destroyForcibly();
        await().atMost(PATIENCE).until(() -> !server.isAlive());
      });
      exchange.arrivesOnceAndInOrder();
      await().atMost(PATIENCE).until(() -> product.get("/api/health").statusCode() == 200);
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(listed()).isEqualTo(exchange.asked()));
    }
  }

  /** What the tables that are read have of the member, in its order. */
  private List<String> listed() {
    try (Database database =
        Database.connect(
            EmbeddedPostgres.running(data.resolve("database")).orElseThrow().withPoolSize(1))) {
      return database
          .jdbi()
          .withHandle(handle ->
              handle
                  .createQuery(
                      "select text from ticket_message where text like 'question-%' order by number")
                  .mapTo(String.class)
                  .list());
    }
  }

  private ProcessHandle postmaster() {
    try (var files = Files.walk(data)) {
      Path note = files.filter(file -> file.endsWith("postmaster.pid")).findFirst().orElseThrow();
      return ProcessHandle.of(Long.parseLong(Files.readAllLines(note).getFirst().strip()))
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
