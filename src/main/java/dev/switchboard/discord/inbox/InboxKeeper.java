package dev.switchboard.discord.inbox;

/** What is done at the start and after each new session. Thread-safe; never blocks. */
interface InboxKeeper {
  /**
   * Wakes the owner of every route with pending rows, a bounded number at a time, and has every
   * channel read that was not read in the present session.
   */
  void lookEverywhere();

  /** Has the channels read that were marked as not read since. */
  void lookAgain();
}
