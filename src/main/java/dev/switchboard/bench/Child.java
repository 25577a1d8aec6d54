package dev.switchboard.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A process that the benchmark started, and its use of resources. */
final class Child implements AutoCloseable {
  private static final long LONGEST_STOP = 30;

  private final Process process;

  private Child(Process process) {
    this.process = process;
    // No process outlives the benchmark, however that ends. A database is stopped by its owner.
    Runtime.getRuntime().addShutdownHook(new Thread(this::close, "end-of-child"));
  }

  static Child start(ProcessBuilder builder) {
    try {
      return new Child(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Process process() {
    return process;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** The processor time of this process alone, without its children such as PostgreSQL. */
  Duration cpu() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** The resident memory of this process alone, in bytes; 0 if the system does not tell. */
  long resident() {
    return kibibytes("VmRSS:") * 1024;
  }

  /** The highest resident memory, in bytes. */
  long mostResident() {
    return kibibytes("VmHWM:") * 1024;
  }

  private long kibibytes(String field) {
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    try (Stream<String> lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith(field))
          .map(line -> line.replaceAll("\\D", ""))
          .mapToLong(Long::parseLong)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }

  /** Stops the process like SIGTERM, and waits for its end. */
  @Override
  public void close() {
    process.destroy();
    await();
  }

  void await() {
    try {
      if (!process.waitFor(LONGEST_STOP, TimeUnit.SECONDS)) {
        kill();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      kill();
    }
  }

  private void kill() {
    process.destroyForcibly();
  }
}
