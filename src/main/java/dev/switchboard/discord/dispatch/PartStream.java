package dev.switchboard.discord.dispatch;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A part of another stream, which it closes. Not thread-safe. */
public final class PartStream extends FilterInputStream {
  private long before;
  private long left;

  /**
   * @param from the number of bytes before the part
   * @param size the number of bytes in the part
   */
  public PartStream(InputStream whole, long from, long size) {
    super(whole);
    before = from;
    left = size;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    in.skipNBytes(before);
    before = 0;
    if (left == 0 && length > 0) {
      return -1;
    }
    int read = in.read(target, offset, (int) Math.min(length, left));
    left -= Math.max(0, read);
    return read;
  }

  @Override
  public long skip(long count) throws IOException {
    throw new IOException("only read from its beginning");
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
