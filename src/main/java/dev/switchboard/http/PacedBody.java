package dev.switchboard.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.pekko.util.ByteString;

/**
 * The bytes of a body for a reader that may block. Reading fails with {@link BodyTooSlow} after a
 * pause, or when the time for the whole body is over. One thread reads.
 */
final class PacedBody extends InputStream {
  private final Supplier<CompletionStage<Optional<ByteString>>> chunks;
  private final long pause;
  private final long end;
  private ByteString chunk = ByteString.emptyByteString();
  private boolean ended;

  PacedBody(
      Supplier<CompletionStage<Optional<ByteString>>> chunks, Duration pause, Duration whole) {
    this.chunks = chunks;
    this.pause = pause.toNanos();
    this.end = System.nanoTime() + whole.toNanos();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    while (chunk.isEmpty() && !ended) {
      Optional<ByteString> next = next();
      ended = next.isEmpty();
      chunk = next.orElse(chunk);
    }
    if (chunk.isEmpty()) {
      return -1;
    }
    int count = Math.min(length, chunk.size());
    chunk.copyToArray(bytes, offset, count);
    chunk = chunk.drop(count);
    return count;
  }

  private Optional<ByteString> next() throws IOException {
    long wait = Math.min(pause, end - System.nanoTime());
    if (wait <= 0) {
      throw new BodyTooSlow();
    }
    try {
      return chunks.get().toCompletableFuture().copy().get(wait, TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      throw new BodyTooSlow();
    } catch (ExecutionException e) {
      throw new IOException("the connection of the body ended", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the reader of the body was stopped");
    }
  }
}
