package dev.switchboard.service.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The programs of this machine, and the environment in which they are started.
 *
 * @param path the folders in which programs are looked up, separated by colons
 */
record Programs(String path) {
  /**
   * The variables that programs get. They get no others, because the environment of this process
   * contains tokens and passwords.
   */
  private static final Set<String> PASSED_ON =
      Set.of("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR");

  /** The programs in the {@code PATH} of this process. */
  static Programs ofProcess() {
    return new Programs(Optional.ofNullable(System.getenv("PATH")).orElse("/usr/bin:/bin"));
  }

  /**
   * The absolute path of a program.
   *
   * @param name looked up in the folders, unless it contains a slash
   * @throws DriverFailed if the program is not there
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

  /**
   * A command in a folder, with both outputs in one stream and without the secrets of this process.
   */
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
