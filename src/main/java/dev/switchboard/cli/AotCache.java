package dev.switchboard.cli;

import dev.switchboard.node.CommandFailed;
import dev.switchboard.storage.Directories;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ahead-of-time cache of Java (JEP 483, 514 and 515), recorded in a rehearsal. If there is one,
 * {@code bin/switchboard} starts with it. Java ignores a cache from another Java or other jars.
 */
final class AotCache {
  /** The time for the rehearsal and for writing some 150 MB, on a busy machine. */
  private static final long PATIENCE_MINUTES = 15;

  private static final int LAST_LINES = 20;

  /** The options with which an operator turns the cache off. */
  private static final Set<String> OFF = Set.of("-XX:AOTMode=off", "-Xshare:off");

  private static final Logger LOG = LoggerFactory.getLogger(AotCache.class);

  private final Path home;
  private final Path lib;
  private final Path file;

  /**
   * @param home the folder of a distribution
   */
  AotCache(Path home) {
    this.home = home;
    this.lib = home.resolve("lib");
    this.file = lib.resolve("switchboard.aot");
  }

  /** Warns the operator if this start could not use an existing cache. */
  static void tellIfIgnored() {
    String home = System.getProperty("switchboard.home");
    if (home != null) {
      new AotCache(Path.of(home))
          .ignored(
              System.getProperty("java.vm.info", ""),
              () -> ManagementFactory.getRuntimeMXBean().getInputArguments())
          .ifPresent(LOG::warn);
    }
  }

  /**
   * The warning if Java ignored the cache; empty if there is none, or it is in use.
   *
   * @param vmInfo {@code java.vm.info}, which contains "sharing" if a cache is in use: a Java that
   *     cannot use the given cache uses no other
   * @param options the options of this Java, read only if needed, since that takes a while
   */
  Optional<String> ignored(String vmInfo, Supplier<List<String>> options) {
    if (vmInfo.contains("sharing")
        || !Files.exists(file)
        || options.get().stream().anyMatch(OFF::contains)) {
      return Optional.empty();
    }
    return Optional.of(
        "%s was recorded by another Java or from other files, as before a copy: this start takes about twice as long. Run %s aot-cache once in this place."
            .formatted(file, home.resolve("bin").resolve("switchboard")));
  }

  /** Whether there is a cache that this Java accepts. */
  boolean isUsable() throws IOException, InterruptedException {
    if (!Files.exists(file)) {
      return false;
    }
    // In this mode Java fails if it cannot use the cache.
    ProcessBuilder asking = launcher("-XX:AOTMode=on", "--version");
    Process java =
        asking.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    return java.waitFor() == ExitCode.DONE;
  }

  /**
   * Records the cache again.
   *
   * @return the file
   * @throws CommandFailed if the rehearsal fails; then there is no cache
   */
  Path record() throws IOException, InterruptedException {
    Files.deleteIfExists(file);
    Path stage = Files.createTempDirectory("switchboard-rehearsal");
    Path growing = lib.resolve("switchboard.aot.new");
    try {
      File log = stage.resolve("log").toFile();
      Process java =
          launcher(
                  "-XX:AOTCacheOutput=" + growing.getFileName(),
                  "aot-cache",
                  "--rehearse",
                  stage.resolve("data").toString())
              .redirectErrorStream(true)
              .redirectOutput(log)
              .start();
      if (!java.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
        java.destroyForcibly().waitFor();
      }
      if (java.exitValue() != ExitCode.DONE || !Files.exists(growing)) {
        throw new CommandFailed(
            "No ahead-of-time cache was recorded (Switchboard runs without one, too):\n"
                + lastLines(log.toPath()));
      }
      return Files.move(growing, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(growing);
      Directories.delete(stage);
    }
  }

  /** A command of the distribution, without the configuration of our own environment. */
  private ProcessBuilder launcher(String javaOption, String... words) {
    List<String> command =
        Stream.concat(
                Stream.of(home.resolve("bin").resolve("switchboard").toString()), Stream.of(words))
            .toList();
    ProcessBuilder builder = new ProcessBuilder(command);
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.startsWith("SWITCHBOARD_") && !name.equals("SWITCHBOARD_JAVA"));
    builder.environment().put("SWITCHBOARD_JAVA_OPTIONS", javaOption);
    // The options are split at blanks, so the cache is named without a path.
    builder.directory(lib.toFile());
    return builder;
  }

  private static String lastLines(Path log) throws IOException {
    List<String> lines = Files.readAllLines(log);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
  }
}
