package dev.switchboard.cli;

import dev.switchboard.config.SettingsReader;
import dev.switchboard.config.StoragePlace;
import dev.switchboard.node.OpenStorage;
import dev.switchboard.storage.DatabaseSettings;
import dev.switchboard.storage.FilePlace;
import dev.switchboard.storage.backup.Backup;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The common part of {@code backup} and {@code restore}: opening the storage and the report. */
final class ArchiveWork {
  @Mixin private final ConfigurationOption configuration = new ConfigurationOption();

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  // Picocli sets the fields before it calls anything.
  @SuppressWarnings("NullAway.Init")
  ArchiveWork() {}

  /** A backup or a restore. */
  @FunctionalInterface
  interface Way {
    Backup.Summary take(
        DatabaseSettings database, FilePlace files, Path archive, Consumer<String> progress);
  }

  /**
   * Opens the storage, runs the backup or restore, and prints a report.
   *
   * @param done the beginning of the report, before the archive's name
   * @return the exit code
   */
  int run(Way way, Path archive, String done) {
    StoragePlace place = SettingsReader.readStorage(configuration.load(Map.of()));
    PrintWriter out = command.commandLine().getOut();
    try (OpenStorage storage = OpenStorage.at(place)) {
      Backup.Summary summary =
          way.take(storage.database(), place.data().filePlace(), archive, out::println);
      out.printf(
          "%s %s: %,d rows of %d tables, %,d files.%n",
          done, archive, summary.rows(), summary.tables(), summary.files());
    }
    out.flush();
    return ExitCode.DONE;
  }
}
