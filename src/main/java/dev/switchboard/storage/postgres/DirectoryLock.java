package dev.switchboard.storage.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.switchboard.storage.StorageRefused;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The right of one process to a directory: a lock of the operating system on the file {@code lock}
 * in it, so that it ends with the process in any case. The file {@code lock.holder} names the
 * process, for the message of a second process.
 *
 * <p>Not for directories on network file systems without locks. Thread-safe.
 */
public final class DirectoryLock implements AutoCloseable {
  /**
   * The locks of this process. It is checked first, because POSIX drops a process's lock when any
   * descriptor of the file is closed. It also keeps the locks reachable: the garbage collector
   * closes an unreachable channel, and with it its lock.
   */
  private static final Map<Path, DirectoryLock> HELD_HERE = new HashMap<>();

  private final Path directory;
  private final FileChannel channel;
  private final FileLock lock;

  private DirectoryLock(Path directory, FileChannel channel, FileLock lock) {
    this.directory = directory;
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * Locks the directory, and makes it if it does not exist.
   *
   * @throws StorageRefused when another process holds it; the message names that process
   */
  public static DirectoryLock take(Path directory) {
    try {
      Files.createDirectories(directory);
      var real = directory.toRealPath();
      synchronized (HELD_HERE) {
        var taken = HELD_HERE.containsKey(real) ? null : tryLock(real);
        if (taken == null) {
          throw refused(real);
        }
        HELD_HERE.put(real, taken);
        return taken;
      }
    } catch (IOException e) {
      throw new StorageRefused("cannot use the directory " + directory + ": " + e, e);
    }
  }

  private static @Nullable DirectoryLock tryLock(Path directory) throws IOException {
    var channel =
        FileChannel.open(
            directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      var lock = channel.tryLock();
      if (lock != null) {
        Files.writeString(
            holderFile(directory), String.valueOf(ProcessHandle.current().pid()), UTF_8);
        return new DirectoryLock(directory, channel, lock);
      }
      channel.close();
      return null;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static StorageRefused refused(Path directory) {
    return new StorageRefused(
        "%s is in use by process %s; stop that process, or choose another data directory"
            .formatted(directory, holder(directory)));
  }

  private static String holder(Path directory) {
    try {
      return Files.readString(holderFile(directory), UTF_8).strip();
    } catch (IOException e) {
      return "(unknown)";
    }
  }

  private static Path holderFile(Path directory) {
    return directory.resolve("lock.holder");
  }

  /** Unlocks the directory. A second call does nothing. */
  @Override
  public void close() {
    synchronized (HELD_HERE) {
      if (!channel.isOpen()) {
        return;
      }
      try (channel) {
        lock.release();
      } catch (IOException e) {
        throw new StorageRefused("cannot unlock " + directory + ": " + e, e);
      } finally {
        HELD_HERE.remove(directory);
      }
    }
  }
}
