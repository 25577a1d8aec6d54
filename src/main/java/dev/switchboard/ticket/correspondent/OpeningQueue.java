package dev.switchboard.ticket.correspondent;

import dev.switchboard.ticket.model.OpeningRequest;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The requests of staff and programs for a ticket with one member, in the order in which they came.
 * They are in memory only: whoever sent one that is lost hears no answer, and sends it again. Not
 * thread-safe.
 */
final class OpeningQueue {
  /** More than anybody sends for one member within the seconds that a request waits. */
  static final int MOST = 20;

  private final Map<Long, Waiting> waiting = new LinkedHashMap<>();

  /**
   * A request that waits.
   *
   * @param until after which nobody waits for the answer
   */
  record Waiting(OpeningRequest request, Instant until) {}

  /**
   * Adds a request, or takes note that the same one is waited for longer; false if too many wait.
   */
  boolean add(OpeningRequest request, Instant until) {
    boolean known = waiting.containsKey(request.source());
    if (!known && waiting.size() == MOST) {
      return false;
    }
    waiting.put(request.source(), new Waiting(request, until));
    return true;
  }

  Optional<Waiting> first() {
    return waiting.values().stream().findFirst();
  }

  void remove(OpeningRequest request) {
    waiting.remove(request.source());
  }
}
