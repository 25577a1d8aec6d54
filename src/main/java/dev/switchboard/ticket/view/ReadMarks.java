package dev.switchboard.ticket.view;

import dev.switchboard.access.Principal;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * The port to what each user at the desk has read, by the read tables, which may be a moment
 * behind. A stage fails where the database is out of reach. Thread-safe.
 *
 * <p>Messages of the member, and replies and notes of others, are unread until the user has read as
 * far. A closed ticket that the user never opened counts as read.
 */
public interface ReadMarks {
  /** The largest number that is counted: it stands for this many or more. */
  int MOST = 10;

  /**
   * Notes how far the caller has read a ticket, and that it is not marked as unread any more. The
   * mark never goes back.
   *
   * @param message the number of the newest message that the caller has seen
   * @return false where there is no such ticket, or what was said in it is erased
   */
  CompletionStage<Boolean> read(Principal by, long ticket, int message);

  /**
   * Marks a ticket as unread for the caller, until it is read again.
   *
   * @return false where there is no such ticket, or what was said in it is erased
   */
  CompletionStage<Boolean> unread(Principal by, long ticket);

  /**
   * How many messages the caller has not read in each ticket, at most {@link #MOST}; one at least
   * where it is marked as unread. Tickets without any are missing.
   */
  CompletionStage<Map<Long, Integer>> count(Principal by, Collection<Long> tickets);
}
