package dev.switchboard.discord;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to wait before what failed is tried again: twice as long each time, without end.
 *
 * @param first the first pause
 * @param most the longest pause
 */
public record Retry(Duration first, Duration most) {
  private static final int FIRST_OF_MOST = 30;

  /** From a thirtieth of the longest pause on. */
  public static Retry upTo(Duration most) {
    return new Retry(most.dividedBy(FIRST_OF_MOST), most);
  }

  /** The pause after so many failures in a row (from 1), in nanoseconds, a quarter up or down. */
  long nanosAfter(int failures) {
    double doubled = first.toNanos() * Math.pow(2, Math.min(failures - 1, 30));
    double jitter = ThreadLocalRandom.current().nextDouble(0.75, 1.25);
    return (long) (Math.min(doubled, (double) most.toNanos()) * jitter);
  }
}
