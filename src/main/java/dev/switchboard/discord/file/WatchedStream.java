package dev.switchboard.discord.file;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a download. Fails if no more bytes arrive, or if their number differs from the
 * announced one: a part of a file must never count as the file. Used by one thread.
 */
public final class WatchedStream extends FilterInputStream {
  private final long announced;
  private final Duration silence;
  private final ScheduledFuture<?> watching;
  private volatile long lastByte = System.nanoTime();
  private volatile boolean silent;
  private volatile @Nullable String problem;
  private long count;

  /**
   * @param announced the number of bytes; -1 if unknown
   */
  WatchedStream(
      InputStream stream, long announced, Duration silence, ScheduledExecutorService watch) {
    super(stream);
    this.announced = announced;
    this.silence = silence;
    long step = Math.max(10, silence.toMillis() / 4);
    watching = watch.scheduleWithFixedDelay(this::look, step, step, TimeUnit.MILLISECONDS);
  }

  /** The problem of the download, if there was one. */
  Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  /** Closes a silent stream, which wakes its reader. */
  private void look() {
    if (System.nanoTime() - lastByte > silence.toNanos()) {
      silent = true;
      watching.cancel(false);
      try {
        in.close();
      } catch (IOException e) {
        problem = e.toString();
      }
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read;
    try {
      read = super.read(bytes, offset, length);
    } catch (IOException e) {
      throw failed(silent ? "no byte came for " + silence : e.toString());
    }
    if (silent) {
      throw failed("no byte came for " + silence);
    }
    lastByte = System.nanoTime();
    count += Math.max(read, 0);
    if (read < 0 && announced >= 0 && count != announced) {
      throw failed("%d bytes came of %d".formatted(count, announced));
    }
    return read;
  }

  private IOException failed(String why) {
    problem = why;
    return new IOException(why);
  }

  @Override
  public void close() throws IOException {
    watching.cancel(false);
    super.close();
  }
}
