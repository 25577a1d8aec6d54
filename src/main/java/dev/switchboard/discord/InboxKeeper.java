package dev.switchboard.discord;

/** What is done with the whole inbox, from time to time. Thread-safe; never blocks. */
@FunctionalInterface
interface InboxKeeper {
  /** Wakes the owner of every route with pending rows, a bounded number at a time. */
  void wakeAll();
}
