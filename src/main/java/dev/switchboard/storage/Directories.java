package dev.switchboard.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Set;

/**
 * Common operations on directories: permissions, removal, and making a change of names survive a
 * power cut.
 */
public final class Directories {
  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.of(
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE,
          PosixFilePermission.OTHERS_EXECUTE);

  private Directories() {}

  /** Sets permissions such as {@code rwx------}. */
  public static void permit(Path path, String permissions) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }

  /**
   * Makes a directory if it does not exist, and removes the permissions of all except its owner and
   * group.
   */
  static void createPrivate(Path directory) throws IOException {
    Files.createDirectories(directory);
    var permissions = EnumSet.noneOf(PosixFilePermission.class);
    permissions.addAll(Files.getPosixFilePermissions(directory));
    if (permissions.removeAll(OTHERS)) {
      Files.setPosixFilePermissions(directory, permissions);
    }
  }

  /** Makes an empty file that only its owner can read, from the first moment on. */
  public static void createSecret(Path file) throws IOException {
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }

  /** Removes a file, or a directory with its content; does nothing when it does not exist. */
  public static void delete(Path path) throws IOException {
    if (Files.notExists(path)) {
      return;
    }
    try (var content = Files.walk(path)) {
      for (var each : content.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    } catch (NoSuchFileException e) {
      // Another process removed it first.
      return;
    }
  }

  /**
   * Makes created, renamed and removed names in the directory durable (fsync of the directory, as
   * POSIX requires).
   */
  public static void sync(Path directory) throws IOException {
    try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
