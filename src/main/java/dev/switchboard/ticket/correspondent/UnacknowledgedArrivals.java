package dev.switchboard.ticket.correspondent;

import dev.switchboard.ticket.Inbox;
import dev.switchboard.ticket.model.Arrival;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a member's tickets have taken while its rows in the inbox are not known to be emptied: after
 * a crash they would be offered again, and only the ticket that took them knows them. Thread-safe.
 */
final class UnacknowledgedArrivals {
  private static final Logger LOG = LoggerFactory.getLogger(UnacknowledgedArrivals.class);

  private final long user;
  private final Inbox inbox;
  private final Set<Arrival.Id> open = ConcurrentHashMap.newKeySet();

  UnacknowledgedArrivals(long user, Inbox inbox) {
    this.user = user;
    this.inbox = inbox;
  }

  /** Empties a row. Where that fails, it is left to {@link #rest}. */
  void acknowledge(Arrival.Id row) {
    open.add(row);
    empty(row)
        .whenComplete((_, failure) -> {
          if (failure != null) {
            LOG.warn(
                "Member {}: a row of the inbox is not emptied yet: {}", user, failure.toString());
          }
        });
  }

  private CompletionStage<Void> empty(Arrival.Id row) {
    return inbox.acknowledge(row).thenRun(() -> open.remove(row));
  }

  boolean isOver() {
    return open.isEmpty();
  }

  /**
   * Completes when all of it is committed. Whatever the journal commits after that brings it to the
   * disk as well.
   */
  CompletionStage<Void> rest() {
    return CompletableFuture.allOf(
        open.stream()
            .map(row -> empty(row).toCompletableFuture())
            .toArray(CompletableFuture<?>[]::new));
  }
}
