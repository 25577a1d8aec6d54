package dev.switchboard.discord.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;

/**
 * The body of an answer, received by one thread and read by another that may block. Only as much is
 * requested as is read. Closing it ends the answer and wakes the reader.
 */
final class BodyStream extends InputStream {
  /** Chunks of a few kilobytes that are requested in advance. */
  private static final int AHEAD = 16;

  private sealed interface Part {
    record Bytes(ByteBuffer bytes) implements Part {}

    record End() implements Part {}

    record Broken(String why) implements Part {}
  }

  private final BlockingQueue<Part> parts = new LinkedBlockingQueue<>();
  private final Receiver receiver = new Receiver();
  private ByteBuffer present = ByteBuffer.allocate(0);
  private boolean ended;

  /** The subscriber for the bytes of the answer. */
  BaseSubscriber<byte[]> receiver() {
    return receiver;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (!present.hasRemaining()) {
      if (ended || !next()) {
        return -1;
      }
    }
    int read = Math.min(length, present.remaining());
    present.get(bytes, offset, read);
    return read;
  }

  private boolean next() throws IOException {
    try {
      switch (parts.take()) {
        case Part.Bytes(ByteBuffer more) -> {
          present = more;
          receiver.request(1);
          return true;
        }
        case Part.End _ -> {
          ended = true;
          return false;
        }
        case Part.Broken(String why) -> {
          ended = true;
          throw new IOException(why);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public void close() {
    receiver.cancel();
    parts.add(new Part.Broken("the stream is closed"));
  }

  private final class Receiver extends BaseSubscriber<byte[]> {
    @Override
    protected void hookOnSubscribe(Subscription subscription) {
      subscription.request(AHEAD);
    }

    @Override
    protected void hookOnNext(byte[] bytes) {
      parts.add(new Part.Bytes(ByteBuffer.wrap(bytes)));
    }

    @Override
    protected void hookOnComplete() {
      parts.add(new Part.End());
    }

    @Override
    protected void hookOnError(Throwable failure) {
      parts.add(new Part.Broken(failure.toString()));
    }
  }
}
