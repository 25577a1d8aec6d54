package dev.switchboard.discord.dispatch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;

/**
 * Compresses another stream with {@code gzip} while it is read. Holds 64 KiB of its input at a
 * time. Not thread-safe.
 */
public final class PackedStream extends InputStream {
  private static final int PIECE = 64 * 1024;

  private final InputStream source;
  private final ByteArrayOutputStream packed = new ByteArrayOutputStream(PIECE);
  private final GZIPOutputStream packer;
  private byte[] ready = new byte[0];
  private int next;
  private boolean over;

  private PackedStream(InputStream source) throws IOException {
    this.source = source;
    this.packer = new GZIPOutputStream(packed);
  }

  public static InputStream of(InputStream source) {
    try {
      return new PackedStream(source);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public int read() throws IOException {
    return fill() ? ready[next++] & 0xFF : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int count = Math.min(length, ready.length - next);
    System.arraycopy(ready, next, target, offset, count);
    next += count;
    return count;
  }

  private boolean fill() throws IOException {
    while (next == ready.length && !over) {
      byte[] piece = source.readNBytes(PIECE);
      if (piece.length > 0) {
        packer.write(piece);
      } else {
        packer.finish();
        over = true;
      }
      ready = packed.toByteArray();
      packed.reset();
      next = 0;
    }
    return next < ready.length;
  }

  @Override
  public void close() throws IOException {
    try (source) {
      packer.close();
    }
  }
}
