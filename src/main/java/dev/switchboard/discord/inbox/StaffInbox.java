package dev.switchboard.discord.inbox;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** The stored events of the staff side, by route. Thread-safe; never blocks. */
public interface StaffInbox {
  /** So many rows are given at once. */
  int MOST = 500;

  /**
   * The first of the route's rows that are not settled, in the order in which they are to be taken;
   * {@link #MOST} of them where others may wait behind. In a ticket's channel what no session saw
   * is read first; fails where Discord is out of reach then.
   */
  CompletionStage<List<StoredEvent>> waiting(String route);

  /** Empties the row: its effect is persisted. Idempotent; completes when it is committed. */
  CompletionStage<Void> acknowledge(String kind, String key);

  /**
   * Moves the row's payload to the dead letters and empties the row: it cannot be understood, and
   * those behind it must not wait. Idempotent; completes when it is committed.
   */
  CompletionStage<Void> deadLetter(StoredEvent event, String error);
}
