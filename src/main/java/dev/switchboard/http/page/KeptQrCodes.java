package dev.switchboard.http.page;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * A cache of the most requested QR codes: making one takes some milliseconds, and anybody may ask
 * as often as they like. A single thread makes them. When too many wait, more are refused with
 * {@link Busy}. Thread-safe.
 */
final class KeptQrCodes {
  /** Codes kept; the largest has some 100 kB. */
  static final int MOST = 100;

  /** The longest queue: some seconds of work. */
  static final int MOST_WAITING = 200;

  /** Too many codes wait to be made. */
  static final class Busy extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Busy() {
      super("too many QR codes wait to be made", null, false, false);
    }
  }

  /**
   * The calling thread evicts, so that there are never more than {@link #MOST} codes, however fast
   * they come.
   */
  private final Cache<String, Optional<String>> kept =
      Caffeine.newBuilder().maximumSize(MOST).executor(Runnable::run).build();

  /** Ends by itself after a minute without work. */
  private final ThreadPoolExecutor thread;

  private final Function<String, Optional<String>> making;

  KeptQrCodes() {
    this(QrCode::svg);
  }

  /**
   * @param making makes a code, as {@link QrCode#svg} does
   */
  KeptQrCodes(Function<String, Optional<String>> making) {
    this.making = making;
    thread =
        new ThreadPoolExecutor(
            1,
            1,
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(MOST_WAITING),
            Thread.ofPlatform().name("qr-codes").daemon().factory());
    thread.allowCoreThreadTimeOut(true);
  }

  /** The code of a text, as {@link QrCode#svg} makes it. Fails with {@link Busy}. */
  CompletionStage<Optional<String>> svg(String text) {
    Optional<String> found = kept.getIfPresent(text);
    if (found != null) {
      return CompletableFuture.completedStage(found);
    }
    try {
      // A call that waited behind another with the same text finds the code.
      return CompletableFuture.supplyAsync(() -> kept.get(text, making), thread);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.failedStage(new Busy());
    }
  }

  /** The number of codes kept. */
  long size() {
    kept.cleanUp();
    return kept.estimatedSize();
  }
}
