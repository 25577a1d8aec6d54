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
 * What Java found out about our classes in a rehearsal (JEP 483, 514 and 515): where it is there,
 * {@code bin/switchboard} starts with it. Java itself ignores one that was made by another Java or
 * from other jars.
 */
final class AotCache {
  /**
   * The rehearsal, and writing some 150 MB afterwards, on a machine that has other things to do.
   */
  private static final long PATIENCE_MINUTES = 15;

  private static final int LAST_LINES = 20;

  /** What an operator says who wants none. */
  private static final Set<String> OFF = Set.of("-XX:AOTMode=off", "-Xshare:off");

  private static final Logger LOG = LoggerFactory.getLogger(AotCache.class);

  private final Path home;
  private final Path lib;
  private final Path file;

  /** That of a distribution's folder. */
  AotCache(Path home) {
    this.home = home;
    this.lib = home.resolve("lib");
    this.file = lib.resolve("switchboard.aot");
  }

  /** Tells an operator where this start had to do without a cache that is there. */
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
   * What is said where Java ignored the cache; empty where there is none, or it is in use.
   *
   * @param vmInfo {@code java.vm.info}, which ends with "sharing" where a cache is in use: a Java
   *     that was told of one and cannot use it takes no other
   * @param options of this Java, asked for only where it matters: that takes a while
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

  /** Whether there is one, and this Java takes it. */
  boolean isUsable() throws IOException, InterruptedException {
    if (!Files.exists(file)) {
      return false;
    }
    // With this mode Java ends where it cannot use the cache.
    ProcessBuilder asking = launcher("-XX:AOTMode=on", "--version");
    Process java =
        asking.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    return java.waitFor() == ExitCode.DONE;
  }

  /**
   * Records it anew.
   *
   * @return where it is
   * @throws CommandFailed where the rehearsal does not succeed; there is none then
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

  /** A command of the distribution, with nothing of our own environment's configuration. */
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
    // Options are words: a path with blanks could not be one.
    builder.directory(lib.toFile());
    return builder;
  }

  private static String lastLines(Path log) throws IOException {
    List<String> lines = Files.readAllLines(log);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
  }
}
