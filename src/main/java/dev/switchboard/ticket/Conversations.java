package dev.switchboard.ticket;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Queries of the read tables about conversations. The tables may be a moment behind, so no delivery
 * or refusal depends on them; they only tell where to look first, and for what. Thread-safe.
 */
public interface Conversations {
  /** User ids of the members with an open ticket, the most recently active ticket first. */
  CompletionStage<List<Long>> openMembers(int limit);

  /** The subset of the given tickets that is closed. */
  CompletionStage<Set<Long>> closed(Collection<Long> tickets);

  /**
   * Discord's ids of the last messages of a member in their open ticket, without deleted ones; in
   * no order.
   */
  CompletionStage<List<Long>> messages(long member, int limit);

  /** As {@link #messages}, for the notes in a ticket. */
  CompletionStage<List<Long>> notes(long ticket, int limit);
}
