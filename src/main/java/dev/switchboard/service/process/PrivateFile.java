package dev.switchboard.service.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;

/**
 * A file with secrets in it. Only its owner can ever read it, and it is never seen half written.
 */
public final class PrivateFile {
  private PrivateFile() {}

  /**
   * Writes a file in place of the former one.
   *
   * @throws DriverFailed if the file cannot be written
   */
  public static void write(Path file, String content) {
    try {
      Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
      Files.createDirectories(folder);
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
      // The draft always has the same name, so a draft that a killed process left behind does not
      // stay.
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
