package dev.switchboard.ticket;

import java.util.List;

/**
 * The way out to Discord. Holds jobs until Discord has done or refused them, within the bot's
 * budget, and reports each outcome to the job's owner. Its memory is the owner's: after a restart
 * the owner offers again what it has no outcome for.
 *
 * <p>Thread-safe.
 */
public interface Dispatch {
  /** Takes the jobs over, in this order. Never blocks, never refuses. */
  void offer(List<Job> jobs);

  /** Shows the bot typing for a moment. Neither stored nor retried. */
  void type(long channel);
}
