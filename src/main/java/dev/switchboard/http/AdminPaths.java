package dev.switchboard.http;

import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * Where the admin RPC is found. After a change each former place leads there for a minute more: a
 * client that has just asked for the change goes on there until it has heard the answer.
 */
public final class AdminPaths {
  private static final long GRACE = Duration.ofMinutes(1).toNanos();

  /** A client that changes it again and again keeps no more than these. */
  static final int MOST_FORMER = 16;

  private record Former(String path, long left) {}

  private record Known(String now, List<Former> former) {}

  private final LongSupplier nanoTime;
  private volatile Known known;

  /**
   * @param path as {@code /api/admin}
   */
  public AdminPaths(String path, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.known = new Known(path, List.of());
  }

  /** From now on it is there. */
  public synchronized void change(String path) {
    if (!path.equals(known.now())) {
      Stream<Former> before = Stream.of(new Former(known.now(), nanoTime.getAsLong()));
      known =
          new Known(
              path,
              Stream.concat(before, known.former().stream().filter(this::leads))
                  .limit(MOST_FORMER)
                  .toList());
    }
  }

  boolean lead(String path) {
    Known place = known;
    return path.equals(place.now())
        || place.former().stream().anyMatch(one -> one.path().equals(path) && leads(one));
  }

  /**
   * Whether a page at a path would be hidden now or lately in some case of its letters, which a
   * share is found in as well.
   */
  public boolean hides(String path) {
    Known place = known;
    return path.equalsIgnoreCase(place.now())
        || place.former().stream().anyMatch(one -> one.path().equalsIgnoreCase(path) && leads(one));
  }

  /** Where it is. */
  public String now() {
    return known.now();
  }

  private boolean leads(Former former) {
    return nanoTime.getAsLong() - former.left() < GRACE;
  }
}
