package dev.switchboard.ticket;

import dev.switchboard.ticket.model.Job;
import dev.switchboard.ticket.model.Outcome;

/** Where the {@link Dispatch} reports; wired to the owners' entities. Thread-safe. */
@FunctionalInterface
public interface Outcomes {
  /** May be called more than once for one key; owners ignore what they know. */
  void report(Job.Key key, Outcome outcome);

  /**
   * What was refused for the lack of a permission may be done now: its owner offers again what it
   * has no outcome for. A hint only.
   */
  default void offerAgain(Job.Key key) {}

  /** Asks the owner of this job, a channel that was refused, to ask for the channel once more. */
  default void seekChannel(Job.Key key) {}
}
