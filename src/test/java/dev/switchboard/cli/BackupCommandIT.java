package dev.switchboard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.config.DataDirectory;
import dev.switchboard.e2e.stage.Distribution;
import dev.switchboard.e2e.stage.Distribution.Outcome;
import dev.switchboard.storage.Migrations;
import dev.switchboard.storage.postgres.EmbeddedPostgres;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code backup} and {@code restore} of the packed product, on embedded databases. */
class BackupCommandIT {
  @TempDir Path folder;

  @Test
  void whatABackupHoldsIsRestoredIntoAnotherDataFolder() throws Exception {
    Outcome written;
    try (EmbeddedPostgres server = EmbeddedPostgres.start(data("old").database())) {
      Migrations.migrate(server.settings());
      // While the database runs, as under a running Switchboard.
      written = run("old", "backup", "all.zip");
    }
    Outcome again = run("old", "backup", "again.zip");
    Outcome restored = run("new", "restore", "all.zip");
    Outcome refused = run("new", "restore", "all.zip");

    assertThat(written.code()).as("%s", written).isZero();
    assertThat(written.out()).last().asString().startsWith("Written to all.zip: ");
    assertThat(again.code()).as("%s", again).isZero();
    assertThat(restored.code()).as("%s", restored).isZero();
    assertThat(restored.out()).last().asString().startsWith("Restored from all.zip: ");
    assertThat(restored.out()).contains(RestoreCommand.TOKENS);
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err()).hasSize(1);
    assertThat(refused.out()).doesNotContain(RestoreCommand.TOKENS);
  }

  @Test
  void aFileThatIsNoBackupIsRefusedInOneLine() throws Exception {
    Outcome outcome = run("new", "restore", "absent.zip");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).singleElement().asString().contains("absent.zip");
  }

  private DataDirectory data(String name) {
    return new DataDirectory(folder.resolve(name), 0);
  }

  private Outcome run(String data, String... arguments) throws Exception {
    return new Distribution(folder).run(Map.of("SWITCHBOARD_DATA_DIR", data), arguments);
  }
}
