package dev.switchboard.e2e.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.e2e.stage.Distribution;
import dev.switchboard.e2e.stage.Distribution.Outcome;
import dev.switchboard.e2e.stage.ProductLogs;
import dev.switchboard.e2e.stage.ProductProcess;
import dev.switchboard.sandbox.Sandbox;
import dev.switchboard.sandbox.SandboxSettings;
import dev.switchboard.storage.DatabaseSettings;
import dev.switchboard.storage.postgres.EmbeddedPostgres;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code run} of the packed product beside one that holds what it wants. */
@Timeout(400)
class RunBesideAnotherIT {
  @RegisterExtension static final ProductLogs LOGS = new ProductLogs();

  @TempDir static Path held;

  @TempDir Path other;

  private static Sandbox discord;
  private static ProductProcess first;

  @BeforeAll
  static void startTheFirst() {
    discord = Sandbox.start(SandboxSettings.inMemory());
    first = LOGS.of(ProductProcess.run(held, ProductProcess.pointingAt(discord)));
    first.awaitConnected();
  }

  @AfterAll
  static void stopTheFirst() throws Exception {
    first.close();
    discord.close();
  }

  @AfterEach
  void theFirstGoesOn() throws Exception {
    assertThat(first.get("/api/health").statusCode()).isEqualTo(200);
    assertThat(discord.client().sessions()).hasSize(1);
  }

  @Test
  void aSecondOnTheSameFolderNamesTheHolder() throws Exception {
    assertNamesTheHolder(Map.of("SWITCHBOARD_DATA_DIR", first.data().toString()));
  }

  @Test
  void aSecondOnTheSameDatabaseNamesTheHolder() throws Exception {
    DatabaseSettings database =
        EmbeddedPostgres.running(first.data().resolve("database")).orElseThrow();

    assertNamesTheHolder(ProductProcess.storingIn(database));
  }

  /** Exit code 1: another start, after the first one's end, may find it otherwise. */
  private void assertNamesTheHolder(Map<String, String> where) throws Exception {
    Map<String, String> variables = ProductProcess.pointingAt(discord);
    variables.put("SWITCHBOARD_HTTP_PORT", "0");
    variables.putAll(where);

    Outcome second = new Distribution(other).run(variables, "run");

    assertThat(second.code()).as("%s", second).isEqualTo(1);
    assertThat(second.err()).singleElement().asString().contains("process " + first.pid());
  }
}
