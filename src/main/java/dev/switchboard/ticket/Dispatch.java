package dev.switchboard.ticket;

import dev.switchboard.ticket.model.Job;
import java.util.List;

/**
 * The port to the dispatcher. It holds jobs until Discord has done or refused them, within the rate
 * limits of the bot, and reports each outcome to the job's owner. It stores nothing: after a
 * restart the owner offers each job without an outcome again.
 *
 * <p>Thread-safe.
 */
public interface Dispatch {
  /** The memory of an offer that is always valid. */
  long ANY_MEMORY = 0;

  /** The memory while there is no dispatcher to offer to. */
  long NO_MEMORY = -1;

  /**
   * A list of jobs of one owner, in their order.
   *
   * @param memory the {@link Dispatch#memory()} at which all older jobs of the owner were offered;
   *     an offer with an outdated memory is ignored
   * @param turn the number of the owner's offer; it reveals an offer that was lost between two
   *     nodes: later offers are ignored until the owner offers all jobs again
   * @param whole whether these are all pending jobs of the owner
   */
  record Offer(long memory, long turn, boolean whole, List<Job> jobs) {
    public Offer {
      jobs = List.copyOf(jobs);
    }
  }

  /**
   * A number that changes when offered jobs may be forgotten. An owner of several jobs for one
   * channel then offers all of them again before any new job; otherwise they would be done out of
   * order.
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
