package dev.switchboard.timing;

import java.time.Instant;

/**
 * The times in Discord's ids: the bits above the lowest 22 are milliseconds since the beginning of
 * 2015 ("Snowflakes" in the API reference of Discord).
 */
public final class Snowflake {
  /** 2015-01-01T00:00:00Z, in milliseconds since 1970. */
  private static final long EPOCH = 1_420_070_400_000L;

  private static final int TIME_SHIFT = 22;

  private Snowflake() {}

  /** The time at which an id was made. */
  public static Instant time(long id) {
    return Instant.ofEpochMilli(millis(id));
  }

  /** The time at which an id was made, in milliseconds since 1970. */
  public static long millis(long id) {
    return (id >>> TIME_SHIFT) + EPOCH;
  }

  /** The smallest id that can be made at an instant; 0 before 2015. */
  public static long at(Instant instant) {
    return at(instant.toEpochMilli());
  }

  /** The smallest id that can be made at an instant, in milliseconds since 1970; 0 before 2015. */
  public static long at(long millis) {
    return Math.max(0, millis - EPOCH) << TIME_SHIFT;
  }
}
