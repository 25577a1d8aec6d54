package dev.switchboard.cli;

import dev.switchboard.storage.backup.Backup;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code switchboard backup FILE}. */
@Command(
    name = "backup",
    description = {
      "Writes all that is stored, files included, into one FILE.",
      "Switchboard may go on running meanwhile."
    },
    mixinStandardHelpOptions = true)
final class BackupCommand implements Callable<Integer> {
  @Mixin private final ArchiveWork work = new ArchiveWork();

  @Parameters(
      paramLabel = "FILE",
      description = "The archive to write. One of that name is replaced.")
  private Path file;

  // Picocli sets the field before it calls anything.
  @SuppressWarnings("NullAway.Init")
  BackupCommand() {}

  @Override
  public Integer call() {
    return work.run(Backup::write, file, "Written to");
  }
}
