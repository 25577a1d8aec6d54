package dev.switchboard.storage.postgres;

import dev.switchboard.storage.StorageException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * A process of its own that starts an embedded server, says so, and runs until it is ended: for
 * tests that kill it.
 */
final class EmbeddedServerProcess {
  private EmbeddedServerProcess() {}

  public static void main(String[] arguments) throws InterruptedException {
    try {
      var server =
          EmbeddedPostgres.start(
              new EmbeddedPostgres.Settings(Path.of(arguments[0]), Path.of(arguments[1]), 0));
      System.out.println("started " + server.settings().url());
      new CountDownLatch(1).await();
    } catch (StorageException e) {
      System.out.println("refused " + e.getMessage());
      System.exit(78);
    }
  }
}
