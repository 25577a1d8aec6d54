package dev.switchboard.sandbox.world;

import java.time.Instant;

/**
 * Discord's ids: milliseconds since 2015 above 22 lower bits. Ours grow strictly, so that the order
 * of ids is the order of deeds even where many happen in a millisecond or the clock is moved back.
 */
public final class Snowflakes {
  private static final long DISCORD_EPOCH = 1_420_070_400_000L;

  private final SandboxClock clock;
  private long last;

  Snowflakes(SandboxClock clock) {
    this.clock = clock;
  }

  public synchronized long next() {
    last = Math.max(last + 1, (clock.millis() - DISCORD_EPOCH) << 22);
    return last;
  }

  /** An id for something made at another time (an old account). It does not move the sequence. */
  public synchronized long at(Instant instant) {
    return ((instant.toEpochMilli() - DISCORD_EPOCH) << 22) | (next() & 0x3FFFFF);
  }

  /** Tells of an id that exists already, so that the next is above it. */
  synchronized void seen(long id) {
    last = Math.max(last, id);
  }

  public static Instant time(long id) {
    return Instant.ofEpochMilli((id >>> 22) + DISCORD_EPOCH);
  }
}
