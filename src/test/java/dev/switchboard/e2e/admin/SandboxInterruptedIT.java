package dev.switchboard.e2e.admin;

import static dev.switchboard.e2e.stage.ProductProcess.PATIENCE;
import static dev.switchboard.e2e.stage.ProductProcess.atWorkIn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.switchboard.e2e.stage.ProductLogs;
import dev.switchboard.e2e.stage.ProductProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code sandbox} of the packed product, ended by Ctrl-C in a terminal. */
@Timeout(400)
class SandboxInterruptedIT {
  @RegisterExtension final ProductLogs logs = new ProductLogs();

  @TempDir Path folder;

  @Test
  void ctrlCLeavesNoProcessBehindNeitherDuringTheStartNorAfterIt() throws Exception {
    Path database = folder.resolve("data/sandbox/switchboard/database");
    try (ProductProcess product =
        logs.of(ProductProcess.startInGroup(folder, Map.of(), "sandbox", "--port", "0"))) {
      // While the database's files are made.
      awaitFile(database.resolve("cluster.new"));
      assertEndsWholly(product);
      assertThat(database.resolve("cluster")).doesNotExist();

      // While the database's server starts.
      product.startAgain();
      awaitFile(database.resolve("cluster/postmaster.pid"));
      assertEndsWholly(product);

      product.startAgain();
      product.awaitConnected();
      assertEndsWholly(product);
    }
  }

  private static void awaitFile(Path file) {
    await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).until(() -> Files.exists(file));
  }

  private void assertEndsWholly(ProductProcess product) throws Exception {
    product.interruptGroup();
    assertThat(product.awaitEnd(PATIENCE)).isEqualTo(130);
    assertThat(atWorkIn(folder)).as("the processes that are left").isEmpty();
    assertThat(product.errors()).isEmpty();
  }
}
