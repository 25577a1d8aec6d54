package dev.switchboard;

import dev.switchboard.storage.Backup;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code switchboard backup FILE}. */
@Command(
    name = "backup",
    description = {
      "Writes all that is stored, files included, into one FILE.",
      "Switchboard may go on running meanwhile."
    },
    mixinStandardHelpOptions = true)
final class BackupCommand implements Callable<Integer> {
  @Mixin private final ConfigurationOption configuration = new ConfigurationOption();

  @Parameters(
      paramLabel = "FILE",
      description = "The archive to write. One of that name is replaced.")
  private Path file;

  @Spec private CommandSpec spec;

  // Picocli sets the fields before it calls anything.
  @SuppressWarnings("NullAway.Init")
  BackupCommand() {}

  @Override
  public Integer call() {
    StoragePlace place = SettingsReader.readStorage(configuration.load(Map.of()));
    PrintWriter out = spec.commandLine().getOut();
    try (OpenStorage storage = OpenStorage.at(place)) {
      Backup.Summary summary =
          Backup.write(storage.database(), place.data().files(), file, out::println);
      out.printf(
          "Written to %s: %,d rows of %d tables, %,d files.%n",
          file, summary.rows(), summary.tables(), summary.files());
    }
    out.flush();
    return ExitCode.DONE;
  }
}
