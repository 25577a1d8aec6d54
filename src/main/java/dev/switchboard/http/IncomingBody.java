package dev.switchboard.http;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.pekko.Done;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.RequestEntity;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.util.ByteString;

/**
 * The bytes of a body, read from the connection only on demand and into one array: a body that
 * comes byte by byte needs no more memory than another of its length.
 *
 * <p>The stream of a body is never cancelled here, and has no limit and no timeout that would
 * cancel it: if that happens before the answer, Pekko HTTP closes the connection and the answer is
 * lost. Unwanted bytes are not read; they are discarded with the connection after the answer.
 */
public final class IncomingBody {
  private static final int FIRST_ARRAY = 1024;

  /**
   * After this pause the sender is taken to wait for the answer. If it sends more after the answer,
   * the operating system refuses the bytes and the answer is lost.
   */
  private static final Duration PAUSE = Duration.ofMillis(250);

  /** The most bytes that are thrown away before the answer. */
  private static final long LONGEST_REST = 16L * 1024 * 1024;

  private final Supplier<CompletionStage<Optional<ByteString>>> chunks;
  private final Executor executor;
  private byte[] bytes = new byte[0];
  private int length;
  private volatile boolean ended;

  private IncomingBody(Supplier<CompletionStage<Optional<ByteString>>> chunks, Executor executor) {
    this.chunks = chunks;
    this.executor = executor;
  }

  static IncomingBody of(RequestEntity entity, ClassicActorSystemProvider system) {
    Executor executor = system.classicSystem().dispatcher();
    if (entity instanceof HttpEntity.Strict there) {
      IncomingBody incomingBody =
          new IncomingBody(() -> CompletableFuture.completedStage(Optional.empty()), executor);
      incomingBody.append(Optional.of(there.getData()));
      incomingBody.ended = true;
      return incomingBody;
    }
    return new IncomingBody(
        entity
                .withoutSizeLimit()
                .getDataBytes()
                .runWith(
                    Sink.<ByteString>queue(1).withAttributes(Attributes.inputBuffer(1, 1)), system)
            ::pull,
        executor);
  }

  /** The first bytes of a body. {@code whole} says whether they are the entire body. */
  public static final class Part {
    private final byte[] bytes;
    private final boolean whole;

    Part(byte[] bytes, boolean whole) {
      this.bytes = bytes;
      this.whole = whole;
    }

    public byte[] bytes() {
      return bytes;
    }

    public boolean whole() {
      return whole;
    }
  }

  /**
   * Reads until there are more bytes than {@code most}, or the body ends. Gives all bytes from the
   * first one. Must not be called again before it has completed.
   *
   * @return fails if the connection ends
   */
  CompletableFuture<Part> read(int most) {
    CompletableFuture<Part> part = new CompletableFuture<>();
    read(most, part);
    return part;
  }

  private void read(int most, CompletableFuture<Part> part) {
    if (ended || length > most) {
      part.complete(new Part(taken(), ended));
      return;
    }
    var _ =
        chunks
            .get()
            .whenCompleteAsync(
                (chunk, failure) -> {
                  // After its timeout nobody waits for the result.
                  if (failure != null) {
                    part.completeExceptionally(failure);
                  } else if (!part.isDone()) {
                    append(chunk);
                    read(most, part);
                  }
                },
                executor);
  }

  /**
   * The bytes for a reader that may block, instead of {@link #read}.
   *
   * @param pause after which the sender is too slow
   * @param whole the time for the whole body
   */
  InputStream stream(Duration pause, Duration whole) {
    if (ended) {
      return new ByteArrayInputStream(taken());
    }
    return new PacedBody(
        () ->
            ended
                ? CompletableFuture.completedStage(Optional.empty())
                : chunks
                    .get()
                    .thenApply(chunk -> {
                      ended = chunk.isEmpty();
                      return chunk;
                    }),
        pause,
        whole);
  }

  /** When the body has ended, its bytes are given away, so that they are not in memory twice. */
  private byte[] taken() {
    byte[] given = length == bytes.length && ended ? bytes : Arrays.copyOf(bytes, length);
    if (ended) {
      bytes = new byte[0];
      length = 0;
    }
    return given;
  }

  /** Whether the entire body has come. */
  boolean hasEnded() {
    return ended;
  }

  private void append(Optional<ByteString> chunk) {
    if (chunk.isEmpty()) {
      ended = true;
      return;
    }
    int size = chunk.get().size();
    if (length + size > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(FIRST_ARRAY, Math.max(length + size, 2 * length)));
    }
    chunk.get().copyToArray(bytes, length, size);
    length += size;
  }

  /**
   * Forgets the bytes so far and throws away those that follow: all of them, so that the connection
   * can be used again; or until a pause, the maximum number of bytes or the maximum time.
   *
   * @param turns when the next bytes may be read; see {@link Pace}
   * @return never fails
   */
  CompletionStage<Done> throwAway(Duration longest, Supplier<CompletionStage<Done>> turns) {
    bytes = new byte[0];
    length = 0;
    CompletableFuture<Done> done = new CompletableFuture<>();
    throwAway(0, turns, done);
    return done.completeOnTimeout(Done.getInstance(), longest.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void throwAway(
      long thrown, Supplier<CompletionStage<Done>> turns, CompletableFuture<Done> done) {
    if (ended || thrown > LONGEST_REST || done.isDone()) {
      done.complete(Done.getInstance());
      return;
    }
    var _ =
        turns
            .get()
            .thenCompose(_ -> nextSoon())
            .whenCompleteAsync(
                (chunk, failure) -> {
                  if (failure != null) {
                    done.complete(Done.getInstance());
                  } else {
                    ended = chunk.isEmpty();
                    throwAway(thrown + chunk.map(ByteString::size).orElse(0), turns, done);
                  }
                },
                executor);
  }

  private CompletionStage<Optional<ByteString>> nextSoon() {
    return chunks
        .get()
        .toCompletableFuture()
        .copy()
        .orTimeout(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
  }
}
