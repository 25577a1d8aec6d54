package dev.switchboard.sandbox.world;

import dev.switchboard.timing.Snowflake;
import java.time.Instant;

/**
 * The sequence of the world's ids ({@link Snowflake}). They grow strictly, so that the order of ids
 * is the order of deeds even where many happen in a millisecond or the clock is moved back.
 */
public final class Snowflakes {
  private final SandboxClock clock;
  private long last;

  Snowflakes(SandboxClock clock) {
    this.clock = clock;
  }

  public synchronized long next() {
    last = Math.max(last + 1, Snowflake.at(clock.millis()));
    return last;
  }

  /** An id for something made at another time (an old account). It does not move the sequence. */
  public synchronized long at(Instant instant) {
    return Snowflake.at(instant) | (next() & 0x3FFFFF);
  }

  /** Tells of an id that exists already, so that the next is above it. */
  synchronized void seen(long id) {
    last = Math.max(last, id);
  }

  public static Instant time(long id) {
    return Snowflake.time(id);
  }
}
