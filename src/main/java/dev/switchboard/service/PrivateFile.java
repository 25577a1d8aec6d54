package dev.switchboard.service;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;

/** Files with secrets in them: nobody but their owner ever reads them, and they are whole. */
final class PrivateFile {
  private PrivateFile() {}

  /**
   * Writes a file in the place of the former one.
   *
   * @throws DriverFailed if it cannot be written
   */
  static void write(Path file, String content) {
    try {
      Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
      Files.createDirectories(folder);
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
      // By one name, so that one left by somebody who was killed while writing does not stay.
      Path draft = folder.resolve("." + file.getFileName() + ".draft");
      Files.deleteIfExists(draft);
      try {
        Files.createFile(
            draft,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(draft, content, StandardCharsets.UTF_8);
        Files.move(
            draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(draft);
      }
    } catch (IOException e) {
      throw DriverFailed.forNow(
          "its configuration file %s cannot be written: %s".formatted(file, e));
    }
  }
}
