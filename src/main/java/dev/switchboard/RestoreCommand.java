package dev.switchboard;

import dev.switchboard.storage.Backup;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code switchboard restore FILE}. */
@Command(
    name = "restore",
    description = {
      "Reads a FILE that `backup` has written into an empty database.",
      "Switchboard must not be running. A damaged FILE changes nothing."
    },
    mixinStandardHelpOptions = true)
final class RestoreCommand implements Callable<Integer> {
  @Mixin private final ArchiveWork work = new ArchiveWork();

  @Parameters(paramLabel = "FILE", description = "The archive to read.")
  private Path file;

  // Picocli sets the field before it calls anything.
  @SuppressWarnings("NullAway.Init")
  RestoreCommand() {}

  @Override
  public Integer call() {
    return work.run(Backup::restore, file, "Restored from");
  }
}
