package dev.switchboard.ticket.erase;

import dev.switchboard.access.Principal;
import java.util.concurrent.CompletionStage;

/**
 * The port to the erasure of everything that was said in closed tickets. A ticket that is not
 * closed is never touched: staff and a member rely on it. Every stage fails if the database is out
 * of reach before anything is erased. Thread-safe.
 */
public interface Erasing {
  /** The tickets to erase. */
  sealed interface Whose {
    /** All closed tickets. */
    record All() implements Whose {}

    /** The closed tickets in which every message was delivered. */
    record Delivered() implements Whose {}

    /** The closed tickets of a member. */
    record OfMember(long member) implements Whose {}
  }

  /**
   * The counts of an erasure, or of a dry run.
   *
   * @param messages erased messages of members and staff, including notes
   * @param files files whose copies are deleted within some minutes, unless another message uses
   *     them
   * @param kept messages that stay, because their ticket is not closed or not wholly delivered, or
   *     because events of its member or staff still wait in the inbox
   * @param remaining closed tickets for which there was no time; the next call continues with them
   * @param failed closed tickets that did not answer; the next call asks them again
   */
  record Erased(long tickets, long messages, long files, long kept, long remaining, long failed) {
    public static final Erased NOTHING = new Erased(0, 0, 0, 0, 0, 0);

    Erased plus(Erased other) {
      return new Erased(
          tickets + other.tickets,
          messages + other.messages,
          files + other.files,
          kept + other.kept,
          remaining + other.remaining,
          failed + other.failed);
    }
  }

  /**
   * Erases up to a thousand tickets, in not much more than ten seconds.
   *
   * @param dryRun whether to only count
   */
  CompletionStage<Erased> erase(Whose whose, boolean dryRun, Principal by);
}
