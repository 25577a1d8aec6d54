package dev.switchboard.service.process;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * A limit of the lines that are logged in a minute. The number of lines that were left out is
 * logged in one line: when that minute is over, whether or not more lines follow, or when the
 * program that writes them ends. Thread-safe.
 */
final class LineBudget {
  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

  /** Runs a task once, later, on any thread. */
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

  /**
   * Whether an alarm is set. There is at most one, whatever the number of lines that are left out.
   */
  private boolean alarmed;

  /**
   * @param nanos a clock, as {@link System#nanoTime}
   * @param log the log that takes the lines
   */
  LineBudget(int most, LongSupplier nanos, Alarm alarm, Consumer<String> log) {
    this.most = most;
    this.nanos = nanos;
    this.alarm = alarm;
    this.log = log;
    this.since = nanos.getAsLong();
  }

  /** Logs a line, or counts it as left out. */
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

  /**
   * Logs the number of lines that were left out so far, if any. Later lines count towards the same
   * minute.
   */
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
      // A later minute has begun meanwhile and also has too many lines.
      wakeAtTheEndOfTheMinute(now);
    }
  }
}
