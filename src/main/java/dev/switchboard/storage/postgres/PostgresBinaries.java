package dev.switchboard.storage.postgres;

import dev.switchboard.storage.Directories;
import dev.switchboard.storage.StorageRefused;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

/**
 * The PostgreSQL programs of this platform: an archive on the class path, unpacked once into a
 * directory named after its content, so that another version of Switchboard finds its own.
 *
 * @param home the unpacked directory, with {@code bin/postgres}, {@code bin/initdb} and {@code
 *     bin/pg_ctl}
 */
record PostgresBinaries(Path home) {
  /** Java's name of an architecture, and the archive's name for it. */
  private static final Map<String, String> ARCHITECTURES =
      Map.of("amd64", "x86_64", "x86_64", "x86_64", "aarch64", "arm_64");

  /**
   * Finds the programs under {@code cache}, unpacking them there the first time. Several processes
   * may do so at once.
   *
   * @throws StorageRefused when there is no archive for this platform
   */
  static PostgresBinaries unpackedUnder(Path cache) {
    var name = archiveName();
    var archive = PostgresBinaries.class.getResource("/" + name);
    if (archive == null) {
      throw new StorageRefused(
          "no embedded PostgreSQL for this platform (%s); install PostgreSQL 14 or later and name it by SWITCHBOARD_DATABASE_URL"
              .formatted(name));
    }
    try {
      return new PostgresBinaries(unpackOnce(archive, cache));
    } catch (IOException e) {
      throw new StorageRefused("cannot unpack PostgreSQL under " + cache + ": " + e, e);
    }
  }

  Path program(String name) {
    return home.resolve("bin").resolve(name);
  }

  private static String archiveName() {
    var system =
        System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac")
            ? "darwin"
            : "linux";
    var architecture = System.getProperty("os.arch");
    return "postgres-%s-%s.txz"
        .formatted(system, ARCHITECTURES.getOrDefault(architecture, architecture));
  }

  private static Path unpackOnce(URL archive, Path cache) throws IOException {
    var connection = archive.openConnection();
    // The jar's directory has the size and the checksum, so the 15 MB of the archive need not be
    // read to identify it.
    var identity =
        connection instanceof JarURLConnection jar
            ? Long.toHexString(jar.getJarEntry().getCrc())
            : Long.toHexString(connection.getContentLengthLong());
    var home = cache.resolve("postgresql-" + identity);
    if (Files.isDirectory(home)) {
      return home.toRealPath();
    }
    Files.createDirectories(cache);
    var fresh = Files.createTempDirectory(cache, ".unpacking-");
    try (var in = connection.getInputStream()) {
      unpack(in, fresh);
    }
    // The account of the server must reach the programs, whatever the umask of this process is;
    // nothing in them is secret.
    try (var content = Files.walk(fresh)) {
      for (var folder :
          content.filter(path -> Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)).toList()) {
        Directories.permit(folder, "rwxr-xr-x");
      }
    }
    Directories.permit(cache, "rwxr-xr-x");
    moveIntoPlace(fresh, home);
    return home.toRealPath();
  }

  /**
   * Moves the unpacked programs into their place, unless another process was faster with the same
   * content.
   */
  static void moveIntoPlace(Path fresh, Path home) throws IOException {
    try {
      Files.move(fresh, home, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      // Java has no exception type of its own for a move onto a folder that is not empty.
      if (!Files.isDirectory(home)) {
        throw e;
      }
      Directories.delete(fresh);
    }
  }

  private static void unpack(InputStream archive, Path target) throws IOException {
    try (var tar = new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(archive)))) {
      for (var entry = next(tar); entry != null; entry = next(tar)) {
        var path = target.resolve(entry.getName()).normalize();
        if (!path.startsWith(target)) {
          throw new IOException("the archive points outside of itself: " + entry.getName());
        }
        unpack(tar, entry, path);
      }
    }
  }

  private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path path)
      throws IOException {
    if (entry.isDirectory()) {
      Files.createDirectories(path);
      return;
    }
    var parent = path.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
    } else {
      Files.copy(tar, path);
      var executable = (entry.getMode() & 0100) != 0;
      Files.setPosixFilePermissions(
          path, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
    }
  }

  private static @Nullable TarArchiveEntry next(TarArchiveInputStream tar) throws IOException {
    return tar.getNextEntry();
  }
}
