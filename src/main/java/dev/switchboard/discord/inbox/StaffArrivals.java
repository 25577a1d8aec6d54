package dev.switchboard.discord.inbox;

/**
 * Where committed rows of the staff side are handed to: routes {@code channel:} and {@code guild:}.
 * Both calls are hints, which may be lost with the process or come twice; the rows themselves wait
 * in {@link StaffInbox}. Thread-safe; never blocks.
 */
public interface StaffArrivals {
  /** The event is committed to the inbox. */
  void deliver(StoredEvent event);

  /** The route has rows waiting in the inbox, from before this process or put there by a sweep. */
  void wake(String route);
}
