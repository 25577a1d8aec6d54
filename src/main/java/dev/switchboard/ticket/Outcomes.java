package dev.switchboard.ticket;

import dev.switchboard.ticket.model.Job;
import dev.switchboard.ticket.model.Outcome;

/**
 * Receiver of the outcomes that the {@link Dispatch} reports; connected to the entities of the
 * owners. Thread-safe.
 */
@FunctionalInterface
public interface Outcomes {
  /**
   * Reports an outcome. May be called more than once for one key; owners ignore an outcome that
   * they know.
   */
  void report(Job.Key key, Outcome outcome);

  /**
   * Tells the owner that a missing permission may be there now: it offers each job without an
   * outcome again. A hint only.
   */
  default void offerAgain(Job.Key key) {}

  /** Asks the owner of a refused channel creation to request the channel once more. */
  default void seekChannel(Job.Key key) {}
}
