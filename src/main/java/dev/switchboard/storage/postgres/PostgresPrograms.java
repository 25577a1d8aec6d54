package dev.switchboard.storage.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.switchboard.storage.StorageAbandoned;
import dev.switchboard.storage.StorageUnavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Runs PostgreSQL's programs in a directory, under the server's account. Thread-safe; blocks. */
final class PostgresPrograms {
  /**
   * The environment that the programs need: the search path, the time zone, a place for temporary
   * files.
   */
  private static final Set<String> NEEDED = Set.of("PATH", "TZ", "TMPDIR");

  private final Path directory;
  private final PostgresBinaries binaries;
  private final ServerAccount account;
  private boolean abandoned;
  private @Nullable Process abandonable;

  PostgresPrograms(Path directory, PostgresBinaries binaries, ServerAccount account) {
    this.directory = directory;
    this.binaries = binaries;
    this.account = account;
  }

  /** The exit code and the output of a run. */
  record Outcome(int exit, String output) {}

  /** Runs a program until it ends, or until the limit. */
  Outcome run(Duration limit, String program, String... arguments) throws IOException {
    return run(ProcessBuilder::start, account, limit, program, arguments);
  }

  /**
   * As {@link #run}, under another account, until {@link #abandon} is called.
   *
   * @throws StorageAbandoned if it was called
   */
  Outcome runUnlessAbandoned(ServerAccount as, Duration limit, String program, String... arguments)
      throws IOException {
    var outcome = run(this::startUnlessAbandoned, as, limit, program, arguments);
    refuseAbandoned();
    return outcome;
  }

  private synchronized Process startUnlessAbandoned(ProcessBuilder builder) throws IOException {
    refuseAbandoned();
    var process = builder.start();
    abandonable = process;
    return process;
  }

  private synchronized void refuseAbandoned() {
    if (abandoned) {
      throw new StorageAbandoned();
    }
  }

  /**
   * Kills the program of {@link #runUnlessAbandoned} with its child processes, and makes later
   * calls fail.
   */
  synchronized void abandon() {
    abandoned = true;
    if (abandonable != null) {
      // Listed first: once their parent has ended, they are no longer known as its descendants.
      var children = abandonable.descendants().toList();
      abandonable.destroyForcibly();
      children.forEach(ProcessHandle::destroyForcibly);
    }
  }

  /** The start of a process. */
  @FunctionalInterface
  private interface Starter {
    Process start(ProcessBuilder builder) throws IOException;
  }

  /** The output goes to a file, because a server that the program starts inherits the stream. */
  private Outcome run(
      Starter starter, ServerAccount as, Duration limit, String program, String... arguments)
      throws IOException {
    var command = new ArrayList<>(as.prefix());
    command.add(binaries.program(program).toString());
    command.addAll(List.of(arguments));
    var output =
        Files.createTempFile(
            "switchboard-",
            ".out",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      var builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
      builder.directory(directory.toFile());
      // Tokens of this process, and the variables of a person's own PostgreSQL (PGDATA, PGPORT,
      // ...), are removed: extensions, and readers of the account's memory, could see them.
      builder.environment().keySet().retainAll(NEEDED);
      builder.environment().put("LC_ALL", "C");
      var process = starter.start(builder);
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        return new Outcome(-1, program + " did not end within " + limit.toSeconds() + " s");
      }
      return new Outcome(process.exitValue(), Files.readString(output, UTF_8).strip());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StorageUnavailable("interrupted while waiting for " + program, e);
    } finally {
      Files.delete(output);
    }
  }
}
