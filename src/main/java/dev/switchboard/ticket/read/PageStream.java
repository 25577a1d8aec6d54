package dev.switchboard.ticket.read;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The bytes of a text that is made piece by piece while it is read, in the thread of the reader.
 * Nothing is made before the first read. Not thread-safe.
 */
final class PageStream extends InputStream {
  private final Supplier<? extends Iterator<String>> text;
  private Optional<Iterator<String>> pieces = Optional.empty();
  private byte[] piece = {};
  private int place;

  PageStream(Supplier<? extends Iterator<String>> text) {
    this.text = text;
  }

  @Override
  public int read() {
    return fill() ? piece[place++] & 0xff : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int some = Math.min(length, piece.length - place);
    System.arraycopy(piece, place, target, offset, some);
    place += some;
    return some;
  }

  private boolean fill() {
    Iterator<String> rest = pieces.isPresent() ? pieces.get() : text.get();
    pieces = Optional.of(rest);
    while (place == piece.length && rest.hasNext()) {
      piece = rest.next().getBytes(StandardCharsets.UTF_8);
      place = 0;
    }
    return place < piece.length;
  }
}
