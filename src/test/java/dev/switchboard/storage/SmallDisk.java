package dev.switchboard.storage;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A disk of 48 MiB on which one database of the test server lies, and that can be full. */
public final class SmallDisk implements AutoCloseable {
  private static final String SIZE = "48m";
  private static final String TABLESPACE = "small_disk";

  private final Path mount;
  private final String database;

  private SmallDisk(Path mount, String database) {
    this.mount = mount;
    this.database = database;
  }

  /**
   * Puts a database, to which nobody is connected, on a disk of its own; empty where this account
   * must not mount one.
   */
  public static Optional<SmallDisk> under(DatabaseSettings settings)
      throws IOException, SQLException {
    Path server = Path.of(query("show data_directory"));
    Path mount = Files.createTempDirectory(server.getParent(), "small-disk");
    if (!mount(mount, SIZE)) {
      Files.delete(mount);
      return Optional.empty();
    }
    Path place = Files.createDirectory(mount.resolve("tablespace"));
    Files.setOwner(place, Files.getOwner(server));
    String database = settings.url().substring(settings.url().lastIndexOf('/') + 1);
    execute("create tablespace %s location '%s'".formatted(TABLESPACE, place));
    execute("alter database %s set tablespace %s".formatted(database, TABLESPACE));
    return Optional.of(new SmallDisk(mount, database));
  }

  /** Puts an empty disk of a size under a folder; false where this account must not. */
  public static boolean mount(Path folder, String size) {
    return succeeds("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", folder.toString());
  }

  /** Takes it away, with all that is on it. */
  public static void unmount(Path folder) {
    succeeds("umount", folder.toString());
  }

  /** No byte is left on it. */
  public void fill() {
    byte[] block = new byte[1 << 12];
    try (OutputStream filling = Files.newOutputStream(filling())) {
      while (true) {
        filling.write(block);
      }
    } catch (IOException full) {
      if (!String.valueOf(full.getMessage()).contains("No space left")) {
        throw new UncheckedIOException(full);
      }
    }
  }

  /** There is room again. */
  public void clear() throws IOException {
    Files.delete(filling());
  }

  private Path filling() {
    return mount.resolve("filling");
  }

  /** The database goes with it. */
  @Override
  public void close() throws IOException, SQLException {
    Files.deleteIfExists(filling());
    execute("drop database %s with (force)".formatted(database));
    execute("drop tablespace " + TABLESPACE);
    unmount(mount);
    Files.deleteIfExists(mount);
  }

  private static String query(String sql) throws SQLException {
    try (var connection =
            TestServer.server().settings("postgres").unpooled("small-disk").getConnection();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  private static void execute(String sql) throws SQLException {
    try (var connection =
            TestServer.server().settings("postgres").unpooled("small-disk").getConnection();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static boolean succeeds(String... command) {
    try {
      Process process = new ProcessBuilder(command).inheritIO().start();
      return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
