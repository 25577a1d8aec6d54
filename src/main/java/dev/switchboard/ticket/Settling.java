package dev.switchboard.ticket;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a member's tickets have taken while its rows in the inbox are not known to be emptied: after
 * a crash they would be offered again, and only the ticket that took them knows them. Thread-safe.
 */
final class Settling {
  private final Inbox inbox;
  private final Set<Arrival.Id> open = ConcurrentHashMap.newKeySet();

  Settling(Inbox inbox) {
    this.inbox = inbox;
  }

  /** Empties a row. Where that fails, it is left to {@link #rest}. */
  CompletionStage<Void> settle(Arrival.Id row) {
    open.add(row);
    return inbox.settle(row).thenRun(() -> open.remove(row));
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
            .map(row -> settle(row).toCompletableFuture())
            .toArray(CompletableFuture<?>[]::new));
  }
}
