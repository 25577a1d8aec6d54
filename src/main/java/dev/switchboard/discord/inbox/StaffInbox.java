package dev.switchboard.discord.inbox;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** The stored events for the desk, by route. Thread-safe; never blocks. */
public interface StaffInbox {
  /** The largest number of rows in one answer. */
  int MOST = 500;

  /**
   * The first pending rows of a route, in the order in which they are to be taken; {@link #MOST}
   * rows if more may wait. Fills a gap of a ticket's channel first, and fails if Discord is not
   * reachable then.
   */
  CompletionStage<List<StoredEvent>> waiting(String route);

  /** Empties the row, whose effect is stored. Idempotent; completes when this is committed. */
  CompletionStage<Void> acknowledge(String kind, String key);

  /**
   * Moves the payload of a row that cannot be decoded to the dead letters and empties the row, so
   * that later rows do not wait. Idempotent; completes when this is committed.
   */
  CompletionStage<Void> deadLetter(StoredEvent event, String error);
}
