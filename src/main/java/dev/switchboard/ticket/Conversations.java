package dev.switchboard.ticket;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * What the read tables hold of conversations. They may be a moment behind, so nothing is delivered
 * or refused by them; they say where to look first, and what to look for. Thread-safe.
 */
public interface Conversations {
  /** User ids of those who have an open ticket: whose conversation was last alive first. */
  CompletionStage<List<Long>> openMembers(int limit);

  /** Those of the tickets that are closed. */
  CompletionStage<Set<Long>> closed(Collection<Long> tickets);

  /**
   * Discord's ids of the last messages of a member in their open ticket, those left out that they
   * deleted; in no order.
   */
  CompletionStage<List<Long>> messages(long member, int limit);

  /** The same of the notes in a ticket. */
  CompletionStage<List<Long>> notes(long ticket, int limit);
}
