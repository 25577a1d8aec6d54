package dev.switchboard.service;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Lines as far as there may be so many in a minute. How many were left out is said in one line,
 * before the first one of a later minute. Thread-safe.
 */
final class LineBudget {
  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

  private final int most;
  private final LongSupplier nanos;
  private long since;
  private int said;
  private long leftOut;

  /**
   * @param nanos a clock, as {@link System#nanoTime}
   */
  LineBudget(int most, LongSupplier nanos) {
    this.most = most;
    this.nanos = nanos;
    this.since = nanos.getAsLong();
  }

  /** Gives the line to the log, or counts it. */
  synchronized void log(String line, Consumer<String> log) {
    long now = nanos.getAsLong();
    if (now - since >= MINUTE) {
      since = now;
      said = 0;
      if (leftOut > 0) {
        log.accept(
            "%,d lines were left out, since there were more than %d in a minute"
                .formatted(leftOut, most));
        leftOut = 0;
      }
    }
    if (said < most) {
      said++;
      log.accept(line);
    } else {
      leftOut++;
    }
  }
}
