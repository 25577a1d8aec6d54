package dev.switchboard.discord.inbox;

/** Work at the start and after each new session. Thread-safe; never blocks. */
interface InboxKeeper {
  /**
   * Wakes the owners of all routes with pending rows, a limited number at a time, and starts a
   * backfill of all channels not read in the present session.
   */
  void lookEverywhere();

  /** Starts a backfill of the channels that were marked as unread since. */
  void lookAgain();
}
