package dev.switchboard.discord.inbox;

import org.jdbi.v3.core.Handle;

/**
 * Keeps a process that no longer holds the lease, or does not hold it yet, from committing a
 * transaction.
 */
@FunctionalInterface
public interface Fence {
  /** For a database with only one process. */
  Fence NONE = _ -> {};

  /** Throws if another process has taken over; the transaction is then rolled back. */
  void check(Handle transaction);
}
