package dev.switchboard.sandbox.world;

import dev.switchboard.timing.Snowflake;
import java.time.Instant;

/**
 * The sequence of the world's ids ({@link Snowflake}). They grow strictly, so that their order is
 * the order of changes, even with many changes in a millisecond or a clock that is moved back.
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

  /** An id for another time, such as that of an old account, with the low bits of the next id. */
  public synchronized long at(Instant instant) {
    return Snowflake.at(instant) | (next() & 0x3FFFFF);
  }

  /** Records an existing id, so that the next one is above it. */
  synchronized void seen(long id) {
    last = Math.max(last, id);
  }

  public static Instant time(long id) {
    return Snowflake.time(id);
  }
}
