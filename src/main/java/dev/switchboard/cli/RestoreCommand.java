package dev.switchboard.cli;

import dev.switchboard.storage.DatabaseSettings;
import dev.switchboard.storage.FilePlace;
import dev.switchboard.storage.backup.Backup;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
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
  /** Printed, since nothing else warns that tokens revoked since the backup are valid again. */
  static final String TOKENS =
      "Tokens are as they were when the backup was written, also those that were taken back since:"
          + " look at GET /admin/tokens and GET /admin/registration-token.";

  @Mixin private final ArchiveWork work = new ArchiveWork();

  @Parameters(paramLabel = "FILE", description = "The archive to read.")
  private Path file;

  // Picocli sets the field before it calls anything.
  @SuppressWarnings("NullAway.Init")
  RestoreCommand() {}

  @Override
  public Integer call() {
    return work.run(RestoreCommand::restore, file, "Restored from");
  }

  private static Backup.Summary restore(
      DatabaseSettings database, FilePlace files, Path archive, Consumer<String> progress) {
    Backup.Summary restored = Backup.restore(database, files, archive, progress);
    progress.accept(TOKENS);
    return restored;
  }
}
