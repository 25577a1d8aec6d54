package dev.switchboard.http;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;

/** What the health addresses ask the rest of the product. Thread-safe; nothing here may block. */
public interface Health {
  /** Whether the database answers a query; a failure, or no answer in 2 s, counts as no. */
  CompletionStage<Boolean> database();

  /** The bot as it is now. */
  Bot bot();

  /**
   * What of the stored data this program cannot read, in words that name nobody; empty where all is
   * well.
   */
  List<String> unreadable();

  /**
   * The bot's connection to Discord.
   *
   * @param running whether this process runs the bot
   * @param connected whether its gateway session is established
   * @param latencyMillis the last heartbeat's round trip; absent where none is known
   * @param since when {@code connected} last changed; empty while there never was a connection
   * @param alarms what a person has to mend on Discord, in words; empty where all is well
   */
  record Bot(
      boolean running,
      boolean connected,
      OptionalLong latencyMillis,
      Optional<Instant> since,
      List<String> alarms) {
    public Bot {
      alarms = List.copyOf(alarms);
    }

    /** One without alarms. */
    public Bot(
        boolean running, boolean connected, OptionalLong latencyMillis, Optional<Instant> since) {
      this(running, connected, latencyMillis, since, List.of());
    }
  }
}
