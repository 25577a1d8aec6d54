package dev.switchboard.discord.inbox;

import org.jdbi.v3.core.Handle;

/**
 * Keeps what is written in a transaction from being committed by a process that is not, or no more,
 * the one to write it.
 */
@FunctionalInterface
public interface Fence {
  /** For where there is only one process. */
  Fence NONE = _ -> {};

  /** Throws where another process has taken over; the transaction is rolled back then. */
  void check(Handle transaction);
}
