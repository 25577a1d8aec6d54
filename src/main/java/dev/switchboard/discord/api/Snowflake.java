package dev.switchboard.discord.api;

import java.time.Instant;

/**
 * Discord's ids carry the time of their making: the bits above 22 are milliseconds since 2015.
 * ("Snowflakes", Discord's documentation.)
 */
public final class Snowflake {
  private static final long DISCORD_EPOCH = 1_420_070_400_000L;
  private static final int TIME_SHIFT = 22;

  private Snowflake() {}

  /** When it was made. */
  public static Instant time(long id) {
    return Instant.ofEpochMilli(millis(id));
  }

  /** When it was made, in milliseconds since 1970. */
  public static long millis(long id) {
    return (id >>> TIME_SHIFT) + DISCORD_EPOCH;
  }

  /** The smallest id that could have been made at this instant; 0 before Discord's epoch. */
  public static long at(Instant instant) {
    return Math.max(0, instant.toEpochMilli() - DISCORD_EPOCH) << TIME_SHIFT;
  }
}
