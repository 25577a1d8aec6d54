package dev.switchboard.ticket.model;

import java.time.Instant;

/** Discord's ids, which carry the instant of their making. */
public final class Snowflakes {
  /** The first instant of 2015, from which Discord counts (API reference, "Snowflakes"). */
  private static final long EPOCH = 1_420_070_400_000L;

  private Snowflakes() {}

  public static Instant instant(long id) {
    return Instant.ofEpochMilli((id >>> 22) + EPOCH);
  }

  /** The smallest id that can be made at that instant. */
  public static long at(Instant instant) {
    return (instant.toEpochMilli() - EPOCH) << 22;
  }
}
