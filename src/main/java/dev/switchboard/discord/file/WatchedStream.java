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
 * A download's bytes, which fails where they stop coming, and where fewer or more come than were
 * announced: a part of a file must never pass for the file. Read by one thread.
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
   * @param announced how many bytes there are; -1 where unknown
   */
  WatchedStream(
      InputStream stream, long announced, Duration silence, ScheduledExecutorService watch) {
    super(stream);
    this.announced = announced;
    this.silence = silence;
    long step = Math.max(10, silence.toMillis() / 4);
    watching = watch.scheduleWithFixedDelay(this::look, step, step, TimeUnit.MILLISECONDS);
  }

  /** What went wrong with the download, if anything did. */
  Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  /** Wakes the reader: a closed stream ends its waiting. */
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
