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
  /** To be found, to know the time, and to have a place for what is there for a moment. */
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

  /** How a run ended, and what was said. */
  record Outcome(int exit, String output) {}

  /** Runs a program to its end, or to the limit. */
  Outcome run(Duration limit, String program, String... arguments) throws IOException {
    return run(ProcessBuilder::start, account, limit, program, arguments);
  }

  /**
   * As {@link #run}, under an account of its own, until somebody calls {@link #abandon}.
   *
   * @throws StorageAbandoned where that has happened
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
   * Ends what {@link #runUnlessAbandoned} runs, with the processes that it started, and lets it run
   * nothing more.
   */
  synchronized void abandon() {
    abandoned = true;
    if (abandonable != null) {
      // Listed first: once their parent has ended, nobody knows whose they are.
      var children = abandonable.descendants().toList();
      abandonable.destroyForcibly();
      children.forEach(ProcessHandle::destroyForcibly);
    }
  }

  /** How a process is started. */
  @FunctionalInterface
  private interface Starter {
    Process start(ProcessBuilder builder) throws IOException;
  }

  /** The program's words go to a file, since a server that it starts inherits the stream. */
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
      // Neither tokens of ours nor the variables of a person's own PostgreSQL (PGDATA, PGPORT, ...)
      // are meant for this one: an extension, or who may read the memory of its account, has them.
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
