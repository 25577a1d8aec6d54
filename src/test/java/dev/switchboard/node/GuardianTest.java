package dev.switchboard.node;

import static dev.switchboard.e2e.stage.RunningProduct.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.switchboard.cli.Playground;
import dev.switchboard.config.ConfigProblem;
import dev.switchboard.config.Configuration;
import dev.switchboard.config.ConfigurationRefused;
import dev.switchboard.config.Environment;
import dev.switchboard.config.SettingsReader;
import dev.switchboard.e2e.stage.FreePort;
import dev.switchboard.sandbox.Sandbox;
import dev.switchboard.sandbox.SandboxSettings;
import dev.switchboard.storage.DataFormat;
import dev.switchboard.storage.Database;
import dev.switchboard.storage.DatabaseLease;
import dev.switchboard.storage.TestDatabase;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class GuardianTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private static final String FORMAT = "update data_format set format = ?";

  @TempDir Path data;

  @Test
  void whoCannotBeginKeepsNoConnection() throws Exception {
    try (Sandbox discord = Sandbox.start(SandboxSettings.inMemory());
        DatabaseLease _ =
            DatabaseLease.tryAcquire(DATABASE.settings(), Guardian.LEASE, "another").orElseThrow();
        Database watch = Database.connect(DATABASE.settings().withPoolSize(1))) {
      long before = connections(watch);
      try (Switchboard second = Switchboard.start(SettingsReader.read(configuration(discord)))) {
        assertThat(second.ended().toCompletableFuture())
            .failsWithin(PATIENCE.toSeconds(), TimeUnit.SECONDS)
            .withThrowableThat()
            .havingCause()
            .isInstanceOf(CommandFailed.class)
            .withMessageContaining("is in use by");
        await()
            .atMost(PATIENCE)
            .untilAsserted(() -> assertThat(connections(watch)).isEqualTo(before));
      }
    }
  }

  private Configuration configuration(Sandbox discord) {
    Map<String, String> keys = new HashMap<>(Playground.keysOf(discord));
    keys.put("switchboard.data-dir", data.toString());
    keys.put("switchboard.http.port", Integer.toString(FreePort.any()));
    keys.put("switchboard.database.url", DATABASE.settings().url());
    keys.put("switchboard.database.user", DATABASE.settings().user());
    keys.put("switchboard.database.password", DATABASE.settings().password());
    return Configuration.load(Optional.empty(), new Environment(Map.of()), keys);
  }

  @Test
  void dataOfANewerFormatEndsTheProcessAtItsStart() {
    int newer = DataFormat.CURRENT + 1;
    DATABASE.database().jdbi().useHandle(handle -> handle.execute(FORMAT, newer));
    try (Sandbox discord = Sandbox.start(SandboxSettings.inMemory());
        Switchboard older = Switchboard.start(SettingsReader.read(configuration(discord)))) {
      assertThat(older.ended().toCompletableFuture())
          .failsWithin(PATIENCE.toSeconds(), TimeUnit.SECONDS)
          .withThrowableThat()
          .havingCause()
          .isInstanceOfSatisfying(
              ConfigurationRefused.class,
              refused ->
                  assertThat(refused.findings())
                      .singleElement()
                      .extracting(ConfigProblem::line)
                      .asString()
                      .startsWith("switchboard.database.url")
                      .contains("data format " + newer, "Start the newer one"));
    } finally {
      DATABASE.database().jdbi().useHandle(handle -> handle.execute(FORMAT, DataFormat.CURRENT));
    }
  }

  private static long connections(Database watch) {
    return watch
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery(
                    "select count(*) from pg_stat_activity where datname = current_database()")
                .mapTo(Long.class)
                .one());
  }
}
