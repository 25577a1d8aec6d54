package dev.switchboard.rpc.resource;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;

/**
 * The status of the server.
 *
 * @param accounts the number of local accounts
 * @param started the start of this process
 * @param version the version of the product
 */
public record ServerStatus(
    long accounts, Instant started, String version, Tickets tickets, Gateway gateway, Queue queue) {
  /**
   * The numbers of tickets.
   *
   * @param open tickets that are not closed
   * @param unfinished tickets with work that has no outcome yet
   * @param byPriority the number of open tickets of each priority, the least urgent first
   */
  public record Tickets(long open, long unfinished, SequencedMap<String, Long> byPriority) {}

  /**
   * The connection to the gateway of Discord.
   *
   * @param phase in one word
   * @param since the time at which the connection was made or lost
   */
  public record Gateway(
      boolean connected, String phase, Optional<Instant> since, OptionalLong latencyMillis) {}

  /**
   * The events and calls that are waiting.
   *
   * @param incoming events of Discord that are stored and not yet acted on
   * @param outgoing calls that Discord has not carried out yet
   * @param oldest the time since which the oldest undelivered message has been waiting
   * @param deadLetters the number of dead letters since the beginning
   */
  public record Queue(long incoming, long outgoing, Optional<Instant> oldest, long deadLetters) {}
}
