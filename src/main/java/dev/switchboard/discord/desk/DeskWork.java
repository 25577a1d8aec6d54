package dev.switchboard.discord.desk;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The action for a stored event. Thread-safe; never blocks. */
interface DeskWork {
  /**
   * Completes when the effect is stored. Fails if that is unknown (timeout, no database): then it
   * is repeated without end, since every effect is idempotent. Throws if the event cannot be
   * decoded, so that no repetition can help.
   */
  CompletionStage<Void> take(PendingEvent pendingEvent);

  /** Tells the waiting user, if any, that the event became a dead letter. */
  default CompletionStage<Void> deadLettered(PendingEvent pendingEvent) {
    return CompletableFuture.completedStage(null);
  }
}
