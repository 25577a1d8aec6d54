package dev.switchboard.service;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Programs of this machine, and what they are told of ours.
 *
 * @param path the folders in which they are looked for, with colons between them
 */
record Programs(String path) {
  /** Nothing else of our environment, which holds tokens and passwords. */
  private static final Set<String> PASSED_ON =
      Set.of("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR");

  /** Where this process itself finds programs. */
  static Programs ofProcess() {
    return new Programs(Optional.ofNullable(System.getenv("PATH")).orElse("/usr/bin:/bin"));
  }

  /**
   * Where a program is, seen from any folder.
   *
   * @param name looked for in the folders, unless it has a slash in it
   * @throws DriverFailed if it is not there
   */
  Path find(String name) {
    Optional<Path> found =
        name.contains("/")
            ? Optional.of(Path.of(name)).filter(Programs::isProgram)
            : Arrays.stream(path.split(":", -1))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name))
                .filter(Programs::isProgram)
                .findFirst();
    return found
        .map(Path::toAbsolutePath)
        .orElseThrow(() -> DriverFailed.forGood(name + " not found"));
  }

  /** A command in a folder, with both of its outputs in one, and without our secrets. */
  static ProcessBuilder prepared(Path folder, List<String> command) {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().keySet().retainAll(PASSED_ON);
    return builder;
  }

  private static boolean isProgram(Path file) {
    return Files.isRegularFile(file) && Files.isExecutable(file);
  }
}
