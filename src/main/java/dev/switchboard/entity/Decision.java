package dev.switchboard.entity;

import java.util.List;

/**
 * The result of a command: the events to store, and the reply to send once they are stored.
 *
 * @param events in their order; none if the command changes nothing
 * @param <E> the events of the kind
 * @param <R> the reply of the command
 */
public record Decision<E, R>(List<E> events, R reply) {
  public Decision {
    events = List.copyOf(events);
  }

  /** Stores one event, then replies. */
  public static <E, R> Decision<E, R> store(E event, R reply) {
    return new Decision<>(List.of(event), reply);
  }

  /** Stores nothing, and replies. */
  public static <E, R> Decision<E, R> reply(R reply) {
    return new Decision<>(List.of(), reply);
  }
}
