package dev.switchboard.discord.inbox;

/**
 * Receives committed rows of the routes {@code channel:} and {@code guild:}. Both calls are hints
 * that may be lost in a crash or repeated; the rows themselves wait in {@link StaffInbox}.
 * Thread-safe; never blocks.
 */
public interface StaffArrivals {
  /** Called after the event is committed to the inbox. */
  void deliver(StoredEvent event);

  /** Called for a route with waiting rows, from an earlier process or from a backfill. */
  void wake(String route);
}
