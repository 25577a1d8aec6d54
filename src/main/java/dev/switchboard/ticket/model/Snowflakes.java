package dev.switchboard.ticket.model;

import dev.switchboard.timing.Snowflake;
import java.time.Instant;

/** Discord's ids as tickets have them: the instants of {@link Snowflake}. */
public final class Snowflakes {
  private Snowflakes() {}

  public static Instant instant(long id) {
    return Snowflake.time(id);
  }

  /** The smallest id that can be made at that instant. */
  public static long at(Instant instant) {
    return Snowflake.at(instant);
  }
}
