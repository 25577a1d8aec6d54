package dev.switchboard.ticket;

import dev.switchboard.ticket.model.Job;
import java.util.List;

/**
 * The way out to Discord. Holds jobs until Discord has done or refused them, within the bot's
 * budget, and reports each outcome to the job's owner. Its memory is the owner's: after a restart
 * the owner offers again what it has no outcome for.
 *
 * <p>Thread-safe.
 */
public interface Dispatch {
  /** An offer that is good whatever else is known. */
  long ANY_MEMORY = 0;

  /** There is nobody to offer to. */
  long NO_MEMORY = -1;

  /**
   * Jobs of one owner, in their order.
   *
   * @param memory to which all older jobs of theirs were offered; where it is not the present one,
   *     the offer is ignored
   * @param turn counts the owner's offers, so that one that was lost on the way between two nodes
   *     is noticed: those behind it are ignored until the owner offers all again
   * @param whole whether these are all that the owner has pending
   */
  record Offer(long memory, long turn, boolean whole, List<Job> jobs) {
    public Offer {
      jobs = List.copyOf(jobs);
    }
  }

  /**
   * Changes when what was offered may be forgotten. An owner of several jobs for one channel then
   * offers all of them again before any new one, or they would be done out of order.
   */
  long memory();

  /** Takes the jobs over, in this order. Never blocks, never refuses. */
  void offer(Offer offer);

  /** Takes jobs over that need no order. */
  default void offer(List<Job> jobs) {
    offer(new Offer(ANY_MEMORY, 0, true, jobs));
  }

  /** Shows the bot typing for a moment. Neither stored nor retried. */
  void type(long channel);
}
