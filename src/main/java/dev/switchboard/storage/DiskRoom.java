package dev.switchboard.storage;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The free space of a folder's disk. A reserve stays free, because PostgreSQL on the same disk
 * stops when it cannot write, and does not start again. Thread-safe.
 */
public final class DiskRoom {
  private static final Logger LOG = LoggerFactory.getLogger(DiskRoom.class);
  private static final long MEBIBYTE = 1024L * 1024;

  /** The bytes after which the free space is checked again, because others write too. */
  private static final long STEP = MEBIBYTE;

  private final Path folder;
  private final long reserve;
  private final AtomicLong promised = new AtomicLong();
  private final AtomicBoolean low = new AtomicBoolean();

  /**
   * @param folder the folder; it need not exist yet
   * @param reserve the bytes that stay free; 0 for none
   */
  public DiskRoom(Path folder, long reserve) {
    this.folder = folder.toAbsolutePath();
    this.reserve = reserve;
  }

  /** Room that is reserved for a file until the promise is closed. */
  public interface Promise extends AutoCloseable {
    @Override
    void close();
  }

  /** Thrown by a write that would leave less than the reserve. */
  static final class Full extends IOException {
    private static final long serialVersionUID = 1L;

    Full(String message) {
      super(message);
    }
  }

  /**
   * Reserves room for a file, beside earlier promises; empty if there is none now. The call blocks.
   */
  Optional<Promise> promise(long bytes) throws IOException {
    long before = promised.getAndAdd(bytes);
    boolean granted = false;
    try {
      granted = free() - before - bytes >= reserve;
      if (!granted) {
        tellLow();
        return Optional.empty();
      }
      if (low.compareAndSet(true, false)) {
        LOG.info("There is room on the disk of {} again", folder);
      }
      AtomicBoolean open = new AtomicBoolean(true);
      return Optional.of(() -> {
        if (open.compareAndSet(true, false)) {
          promised.addAndGet(-bytes);
        }
      });
    } finally {
      if (!granted) {
        promised.addAndGet(-bytes);
      }
    }
  }

  /** Logs once for each shortage, because many files may wait. */
  private void tellLow() {
    if (low.compareAndSet(false, true)) {
      LOG.warn(
          "The disk of {} has too little room: files wait until they fit and {} stay free"
              + " (switchboard.data-reserve)",
          folder,
          mebibytes(reserve));
    }
  }

  /** A stream that fails before the reserve is used; the underlying stream should not buffer. */
  public OutputStream guarding(OutputStream out) {
    return new FilterOutputStream(out) {
      private long unlooked = STEP;

      @Override
      public void write(int one) throws IOException {
        look(1);
        out.write(one);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        look(length);
        out.write(bytes, offset, length);
      }

      private void look(int length) throws IOException {
        unlooked += length;
        if (unlooked >= STEP) {
          unlooked = 0;
          if (free() - length < reserve) {
            tellLow();
            throw new Full(
                "less than %s would stay free on the disk".formatted(mebibytes(reserve)));
          }
        }
      }
    };
  }

  private static String mebibytes(long bytes) {
    return String.format(Locale.ROOT, "%,d MiB", bytes / MEBIBYTE);
  }

  private long free() throws IOException {
    Path place = folder;
    for (Path up = place.getParent(); Files.notExists(place) && up != null; up = up.getParent()) {
      place = up;
    }
    var disk = Files.getFileStore(place);
    long usable = disk.getUsableSpace();
    // Some network file systems give no size, or one that does not fit into a long.
    return disk.getTotalSpace() == 0 || usable < 0 ? Long.MAX_VALUE : usable;
  }

  /** Whether a failure means that the disk, or this user's quota on it, is full. */
  static boolean isFull(IOException failure) {
    String why = String.valueOf(failure.getMessage());
    return failure instanceof Full
        || why.contains("No space left on device")
        || why.contains("Disk quota exceeded");
  }

  /** Whether a file is on the same disk as the folder. */
  public boolean holds(Path file) {
    try {
      return Files.exists(folder) && Files.getFileStore(folder).equals(Files.getFileStore(file));
    } catch (IOException e) {
      return false;
    }
  }
}
