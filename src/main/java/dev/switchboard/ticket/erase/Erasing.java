package dev.switchboard.ticket.erase;

import dev.switchboard.access.Principal;
import java.util.concurrent.CompletionStage;

/**
 * The port to what was said in closed tickets, to have it erased. A ticket that is not closed is
 * never touched: staff and a member rely on it. Every stage fails where the database is out of
 * reach before anything is erased. Thread-safe.
 */
public interface Erasing {
  /** What is to be erased. */
  sealed interface Whose {
    /** What was said in any closed ticket. */
    record All() implements Whose {}

    /** The same, where nothing was refused or is still on its way. */
    record Delivered() implements Whose {}

    /** What was said in the closed tickets of a member. */
    record OfMember(long member) implements Whose {}
  }

  /**
   * What was erased, or would be.
   *
   * @param messages of members and staff, notes included
   * @param files whose copies go within some minutes, unless something else names them
   * @param kept messages that stay, since their ticket is not closed or not wholly delivered, or
   *     something that its member or staff wrote is still waiting to be taken
   * @param remaining closed tickets for which there was no time; asking again goes on with them
   * @param failed closed tickets that did not answer; asking again asks them once more
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
   * Erases, up to a thousand tickets at a time and for not much more than ten seconds.
   *
   * @param dryRun whether to count only
   */
  CompletionStage<Erased> erase(Whose whose, boolean dryRun, Principal by);
}
