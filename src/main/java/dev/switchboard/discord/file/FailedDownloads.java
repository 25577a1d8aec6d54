package dev.switchboard.discord.file;

import dev.switchboard.discord.api.Retry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Failed downloads that wait for the next attempt. The more there are, the longer each waits, so
 * that a server that is down gets only a few requests a second. After a success none waits longer
 * than if it had failed alone. Thread-safe.
 */
final class FailedDownloads {
  /** Runs a step after a pause. */
  @FunctionalInterface
  interface Later {
    void run(Duration pause, Runnable step);
  }

  private static final class Waiting {
    private final Runnable step;
    private final long aloneUntil;
    private boolean hastened;

    Waiting(Runnable step, long aloneUntil) {
      this.step = step;
      this.aloneUntil = aloneUntil;
    }
  }

  private final Retry retry;
  private final LongSupplier time;
  private final Later later;
  private final Set<Waiting> waiting = new LinkedHashSet<>();

  /**
   * @param time nanoseconds, as those of {@link System#nanoTime}
   */
  FailedDownloads(Retry retry, LongSupplier time, Later later) {
    this.retry = retry;
    this.time = time;
    this.later = later;
  }

  /**
   * Repeats the download after a pause.
   *
   * @param failures the number of failures in a row
   */
  void again(int failures, Runnable step) {
    Waiting one = new Waiting(step, time.getAsLong() + retry.nanosAfter(failures, 1));
    int crowd;
    synchronized (this) {
      waiting.add(one);
      crowd = waiting.size();
    }
    tryIn(retry.nanosAfter(failures, crowd), one);
  }

  /** Notes a successful download. */
  void passed() {
    List<Waiting> hastened = new ArrayList<>();
    synchronized (this) {
      for (Waiting one : waiting) {
        if (!one.hastened) {
          one.hastened = true;
          hastened.add(one);
        }
      }
    }
    long now = time.getAsLong();
    hastened.forEach(one -> tryIn(Math.max(0, one.aloneUntil - now), one));
  }

  private void tryIn(long nanos, Waiting one) {
    later.run(
        Duration.ofNanos(nanos),
        () -> {
          boolean waits;
          synchronized (this) {
            waits = waiting.remove(one);
          }
          if (waits) {
            one.step.run();
          }
        });
  }
}
