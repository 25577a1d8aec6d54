package dev.switchboard.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The QR codes that were asked for last, since making one takes some milliseconds, and anybody may
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

  private final Map<String, Optional<String>> kept = new LinkedHashMap<>(16, 0.75f, true);

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
    Optional<Optional<String>> found = find(text);
    if (found.isPresent()) {
      return CompletableFuture.completedStage(found.get());
    }
    try {
      // Whoever waited behind somebody with the same text finds it.
      return CompletableFuture.supplyAsync(
          () -> find(text).orElseGet(() -> keep(text, making.apply(text))), thread);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.failedStage(new Busy());
    }
  }

  private synchronized Optional<Optional<String>> find(String text) {
    return Optional.ofNullable(kept.get(text));
  }

  private synchronized Optional<String> keep(String text, Optional<String> code) {
    kept.put(text, code);
    if (kept.size() > MOST) {
      kept.remove(kept.keySet().iterator().next());
    }
    return code;
  }

  /** How many are kept. */
  synchronized int size() {
    return kept.size();
  }
}
