package dev.switchboard.discord.desk;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What the desk does about one stored event. Thread-safe; never blocks. */
interface DeskWork {
  /**
   * Completes once the effect is stored. Fails where that is not known (no answer in time, no
   * database): then the same is asked again, for ever; every effect is idempotent. Throws where the
   * event cannot be understood, which no repetition would change.
   */
  CompletionStage<Void> take(PendingEvent pendingEvent);

  /** The event was put to the dead letters: tells whoever waits for an answer to it. */
  default CompletionStage<Void> deadLettered(PendingEvent pendingEvent) {
    return CompletableFuture.completedStage(null);
  }
}
