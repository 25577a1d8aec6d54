package dev.switchboard.http.admin;

import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * The path of the admin RPC. After a change, each former path works for one more minute: the client
 * that asked for the change uses it until it has received the answer.
 */
public final class AdminPaths {
  private static final long GRACE = Duration.ofMinutes(1).toNanos();

  /** The number of former paths that are kept, however often a client changes the path. */
  static final int MOST_FORMER = 16;

  private record Former(String path, long left) {}

  private record Known(String now, List<Former> former) {}

  private final LongSupplier nanoTime;
  private volatile Known known;

  /**
   * @param path such as {@code /api/admin}
   */
  public AdminPaths(String path, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.known = new Known(path, List.of());
  }

  /** Changes the path. */
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
   * Whether the admin RPC hides a page at this path, now or in the last minute. Upper and lower
   * case are the same here, since a share is found in any case.
   */
  public boolean hides(String path) {
    Known place = known;
    return path.equalsIgnoreCase(place.now())
        || place.former().stream().anyMatch(one -> one.path().equalsIgnoreCase(path) && leads(one));
  }

  /** The present path. */
  public String now() {
    return known.now();
  }

  private boolean leads(Former former) {
    return nanoTime.getAsLong() - former.left() < GRACE;
  }
}
