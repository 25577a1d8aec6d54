package dev.switchboard.composer;

import dev.switchboard.access.Principal;
import dev.switchboard.composer.Drafts.Draft;
import dev.switchboard.composer.Drafts.Words;
import dev.switchboard.ticket.ActSources;
import dev.switchboard.ticket.model.Staff;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletionStage;

/**
 * The port to the replies that wait some seconds before they are sent, so that their author can
 * take them back. A stage fails where the database is out of reach. Thread-safe.
 *
 * <p>A reply that is held is sent, whatever happens to the browser or the node; or it is taken
 * back; never both. What one author holds in a ticket is sent in the order in which it was written.
 */
public interface HeldReplies {
  /** The longest time for which a reply is held. */
  Duration LONGEST = Duration.ofMinutes(1);

  /** The largest number of replies that an author holds in one ticket. */
  int MOST = 50;

  /** How far a held reply has come. */
  enum State {
    /** It can be taken back. */
    HELD,
    /** It is being sent, and cannot be taken back any more. */
    RELEASING,
    /** It was not sent: see the reason. */
    REFUSED
  }

  /**
   * A held reply.
   *
   * @param id tells it from all others
   * @param owner Discord's id of its author
   * @param words {@link Words#NONE} for everybody but its author
   * @param refused why it was not sent; empty while it was not refused; {@code not_sent} where a
   *     reply that was never held did not reach the ticket ({@link UnknownSends})
   * @param due when it is sent
   */
  record Held(
      long id,
      long owner,
      String author,
      Words words,
      State state,
      Optional<String> refused,
      Instant due) {}

  /**
   * A reply that is to be held.
   *
   * @param lastSeen as in {@link dev.switchboard.ticket.model.TicketCommand.Reply}
   * @param author as the member and other staff are shown them
   * @param draft the version of the draft that is sent with it; empty for none
   */
  record Wanted(
      long ticket, Words words, int lastSeen, Staff author, Duration hold, OptionalInt draft) {}

  /** What came of the wish to hold a reply. */
  sealed interface Holding {
    /**
     * It is stored, and will be sent.
     *
     * @param due later than asked for where an earlier reply of the author is held for longer
     * @param again whether the same request had been carried out before
     */
    record Accepted(long id, Instant due, boolean again) implements Holding {}

    /** A request with the same key said something else. */
    record OtherRequest() implements Holding {}

    /** The author holds {@link #MOST} replies in the ticket. */
    record TooMany() implements Holding {}

    /** The same request came so long ago that its answer is not known any more. */
    record Forgotten() implements Holding {}
  }

  /** What came of taking a reply back. */
  sealed interface Cancelling {
    /**
     * It will not be sent. Who asks again within two days is answered the same, with the draft as
     * it is then.
     *
     * @param words the whole reply
     * @param draft the author's draft of a reply now
     * @param restored whether the reply became the draft; false where the author had begun another
     *     one
     */
    record Cancelled(Words words, Draft draft, boolean restored) implements Cancelling {}

    /** It is being sent or was sent. */
    record TooLate() implements Cancelling {}

    /** The caller has no such reply in the ticket. */
    record Unknown() implements Cancelling {}
  }

  /**
   * Holds a reply. The act's source, the reply and the removal of its draft are stored in one
   * transaction.
   *
   * @param request empty where the request cannot come again
   */
  CompletionStage<Holding> hold(Principal by, Wanted wanted, Optional<ActSources.Request> request);

  /** What came of a request that was carried out before; empty where there was none. */
  CompletionStage<Optional<Holding>> find(Principal by, ActSources.Request request);

  /** What is held in a ticket, or was refused, oldest first; at most a hundred. */
  CompletionStage<List<Held>> held(Principal by, long ticket);

  /** Takes back a reply of the caller's, or puts away one that was refused. */
  CompletionStage<Cancelling> cancel(Principal by, long ticket, long id);

  /**
   * Sends what the caller holds in a ticket now, and waits for it: what the caller does next in the
   * ticket comes behind it.
   *
   * @return false if it has not come to an end in time; it will be sent nevertheless
   */
  CompletionStage<Boolean> sendNow(Principal by, long ticket);
}
