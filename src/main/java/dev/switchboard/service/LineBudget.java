package dev.switchboard.service;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Lines as far as there may be so many in a minute. How many were left out is said in one line when
 * that minute is over, whether or not anything follows, or when who says them ends. Thread-safe.
 */
final class LineBudget {
  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

  /** Runs something once, later, on whatever thread. */
  interface Alarm {
    void after(long nanos, Runnable task);
  }

  private final int most;
  private final LongSupplier nanos;
  private final Alarm alarm;
  private final Consumer<String> log;
  private long since;
  private int said;
  private long leftOut;

  /** There is one alarm at most, however many lines are left out. */
  private boolean alarmed;

  /**
   * @param nanos a clock, as {@link System#nanoTime}
   * @param log takes the lines
   */
  LineBudget(int most, LongSupplier nanos, Alarm alarm, Consumer<String> log) {
    this.most = most;
    this.nanos = nanos;
    this.alarm = alarm;
    this.log = log;
    this.since = nanos.getAsLong();
  }

  /** Gives the line to the log, or counts it. */
  synchronized void log(String line) {
    long now = nanos.getAsLong();
    if (now - since >= MINUTE) {
      since = now;
      said = 0;
      tellLeftOut();
    }
    if (said < most) {
      said++;
      log.accept(line);
    } else {
      leftOut++;
      wakeAtTheEndOfTheMinute(now);
    }
  }

  /** Says now what was left out, if anything; what follows counts to the same minute. */
  synchronized void tellLeftOut() {
    if (leftOut > 0) {
      log.accept(
          "%,d lines were left out, since there were more than %d in a minute"
              .formatted(leftOut, most));
      leftOut = 0;
    }
  }

  private void wakeAtTheEndOfTheMinute(long now) {
    if (!alarmed) {
      alarmed = true;
      alarm.after(MINUTE - (now - since), this::wake);
    }
  }

  private synchronized void wake() {
    alarmed = false;
    long now = nanos.getAsLong();
    if (now - since >= MINUTE) {
      tellLeftOut();
    } else if (leftOut > 0) {
      // A later minute has begun since, and has too many lines as well.
      wakeAtTheEndOfTheMinute(now);
    }
  }
}
