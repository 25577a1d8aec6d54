package dev.switchboard.http.health;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;

/** The state of the product for the health addresses. Thread-safe; nothing here may block. */
public interface Health {
  /** Whether the database answers a query. A failure, or no answer in 2 s, counts as no. */
  CompletionStage<Boolean> database();

  /** The present state of the bot. */
  Bot bot();

  /**
   * Descriptions of the stored data that this program cannot read. They name nobody. Empty if there
   * is none.
   */
  List<String> unreadable();

  /**
   * The bot's connection to Discord.
   *
   * @param running whether this process runs the bot
   * @param connected whether its gateway session is established
   * @param latencyMillis the round trip of the last heartbeat; empty if unknown
   * @param since when {@code connected} last changed; empty before the first connection
   * @param stopped whether an administrator stopped it, so that it is wanted not to be connected
   * @param alarms problems on Discord that a person has to correct; empty if there are none
   */
  record Bot(
      boolean running,
      boolean connected,
      OptionalLong latencyMillis,
      Optional<Instant> since,
      boolean stopped,
      List<String> alarms) {
    public Bot {
      alarms = List.copyOf(alarms);
    }

    /** A bot without alarms. */
    public Bot(
        boolean running, boolean connected, OptionalLong latencyMillis, Optional<Instant> since) {
      this(running, connected, latencyMillis, since, false, List.of());
    }
  }
}
