package dev.switchboard.rpc;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;

/**
 * How the server stands.
 *
 * @param accounts local accounts there are
 * @param started when this process started
 * @param version of the product
 */
public record ServerStatus(
    long accounts, Instant started, String version, Tickets tickets, Gateway gateway, Queue queue) {
  /**
   * The tickets.
   *
   * @param open not closed
   * @param unfinished with something under way
   * @param byPriority how many of the open ones have each priority, the least urgent first
   */
  public record Tickets(long open, long unfinished, SequencedMap<String, Long> byPriority) {}

  /**
   * The connection to Discord.
   *
   * @param phase in one word
   * @param since when it was made or lost
   */
  public record Gateway(
      boolean connected, String phase, Optional<Instant> since, OptionalLong latencyMillis) {}

  /**
   * What waits.
   *
   * @param incoming facts of Discord that are stored and not yet acted on
   * @param outgoing calls that Discord has not done yet
   * @param oldest since when the oldest undelivered message waits
   * @param deadLetters what could not be read, ever
   */
  public record Queue(long incoming, long outgoing, Optional<Instant> oldest, long deadLetters) {}
}
