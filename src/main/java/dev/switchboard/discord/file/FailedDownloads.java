package dev.switchboard.discord.file;

import dev.switchboard.discord.api.Retry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Downloads that failed, until they are tried again. The more of them there are, the longer each
 * waits, so that together they ask a server that is down no more than a few times a second; as soon
 * as one download succeeds, none waits longer than if it had failed alone. Thread-safe.
 */
final class FailedDownloads {
  /** Does something after a time. */
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
   * Tries it again after a while.
   *
   * @param failures how often in a row it has failed
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

  /** A download has succeeded. */
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
