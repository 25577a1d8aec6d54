package dev.switchboard.http;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Where the admin RPC is found. After a change the former place leads there for a minute more: a
 * client that has just asked for the change goes on there until it has heard the answer.
 */
public final class AdminPaths {
  private static final long GRACE = Duration.ofMinutes(1).toNanos();

  private record Known(String now, String former, long changed) {}

  private final LongSupplier nanoTime;
  private volatile Known known;

  /**
   * @param path as {@code /api/admin}
   */
  public AdminPaths(String path, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.known = new Known(path, path, nanoTime.getAsLong());
  }

  /** From now on it is there. */
  public synchronized void change(String path) {
    if (!path.equals(known.now())) {
      known = new Known(path, known.now(), nanoTime.getAsLong());
    }
  }

  boolean lead(String path) {
    Known place = known;
    return path.equals(place.now())
        || (path.equals(place.former()) && nanoTime.getAsLong() - place.changed() < GRACE);
  }
}
