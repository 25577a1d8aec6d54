package dev.switchboard;

import static dev.switchboard.RunningProduct.PATIENCE;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
