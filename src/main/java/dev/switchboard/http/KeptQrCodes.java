package dev.switchboard.http;

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
 * The QR codes that are asked for most, since making one takes some milliseconds, and anybody may
 * look at one as often as they like. One is made at a time, on a thread of its own, and when too
 * many wait, more are refused with {@link Busy}. Thread-safe.
 */
final class KeptQrCodes {
  /** The largest has some 100 kB. */
  static final int MOST = 100;

  /** Some seconds of work. */
  static final int MOST_WAITING = 200;

  /** Too many codes wait to be made. */
  static final class Busy extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Busy() {
      super("too many QR codes wait to be made", null, false, false);
    }
  }

  /** Who asks clears up, so that no more than {@link #MOST} are kept however fast they come. */
  private final Cache<String, Optional<String>> kept =
      Caffeine.newBuilder().maximumSize(MOST).executor(Runnable::run).build();

  /** Ends by itself when nobody asks. */
  private final ThreadPoolExecutor thread;

  private final Function<String, Optional<String>> making;

  KeptQrCodes() {
    this(QrCode::svg);
  }

  /**
   * @param making as {@link QrCode#svg}
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

  /** As {@link QrCode#svg}. Fails with {@link Busy}. */
  CompletionStage<Optional<String>> svg(String text) {
    Optional<String> found = kept.getIfPresent(text);
    if (found != null) {
      return CompletableFuture.completedStage(found);
    }
    try {
      // Whoever waited behind somebody with the same text finds it.
      return CompletableFuture.supplyAsync(() -> kept.get(text, making), thread);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.failedStage(new Busy());
    }
  }

  /** How many are kept. */
  long size() {
    kept.cleanUp();
    return kept.estimatedSize();
  }
}
