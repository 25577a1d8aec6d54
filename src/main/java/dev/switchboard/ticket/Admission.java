package dev.switchboard.ticket;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * The guard against raids: so many new tickets a minute, the next ones wait. Thread-safe.
 *
 * <p>Counted in memory, since a restart that lets a few more in does no harm; in a cluster each
 * node counts its part of them.
 */
public final class Admission {
  private static final Duration WINDOW = Duration.ofMinutes(1);

  private final IntSupplier perWindow;
  private final Clock clock;
  private final Runnable firstHeld;
  private final Deque<Instant> admitted = new ArrayDeque<>();
  private boolean holding;

  /**
   * @param perWindow how many tickets may open in a minute now
   * @param firstHeld run once when members begin to wait, and again only after nobody had to
   */
  public Admission(IntSupplier perWindow, Clock clock, Runnable firstHeld) {
    this.perWindow = perWindow;
    this.clock = clock;
    this.firstHeld = firstHeld;
  }

  /**
   * Empty if a ticket may open now, and then it is counted; else how long to wait before asking
   * again.
   */
  public Optional<Duration> ask() {
    boolean first;
    Duration wait;
    synchronized (this) {
      Instant now = clock.instant();
      // Those of a time to come were admitted before the clock was set back.
      while (!admitted.isEmpty()
          && (!admitted.getFirst().isAfter(now.minus(WINDOW))
              || admitted.getFirst().isAfter(now))) {
        admitted.removeFirst();
      }
      int allowed = perWindow.getAsInt();
      if (admitted.size() < allowed) {
        admitted.addLast(now);
        holding = holding && admitted.size() > allowed / 2;
        return Optional.empty();
      }
      wait = Duration.between(now, admitted.getFirst().plus(WINDOW)).plusMillis(50);
      first = !holding;
      holding = true;
    }
    if (first) {
      firstHeld.run();
    }
    return Optional.of(wait);
  }
}
