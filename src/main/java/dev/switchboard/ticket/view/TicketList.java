package dev.switchboard.ticket.view;

import dev.switchboard.ticket.model.Priority;
import dev.switchboard.ticket.model.StoredFile;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;

/**
 * The port to the list of tickets, by the read tables, which may be a moment behind. A stage fails
 * where the database is out of reach. Thread-safe.
 */
public interface TicketList {
  /** The tickets that a page is taken from. */
  enum Filter {
    /** Tickets that are not closed. */
    OPEN,
    CLOSED,
    ALL
  }

  /**
   * A ticket.
   *
   * @param ticket the ticket's number
   * @param member Discord's id of the member
   * @param channel Discord's id of the staff channel; empty where there is none
   * @param messages messages of the member and replies of staff, without notes
   */
  record Row(
      long ticket,
      long member,
      String memberName,
      OptionalLong channel,
      Instant opened,
      boolean open,
      int messages) {}

  /**
   * A page.
   *
   * @param total how many tickets the filter lets through
   */
  record Page(List<Row> rows, long total) {
    public Page {
      rows = List.copyOf(rows);
    }
  }

  /**
   * A page of tickets, the newest first.
   *
   * @param limit how many at most, 1 to 200
   * @param offset how many newer ones are left out
   */
  CompletionStage<Page> page(Filter filter, int limit, int offset);

  /** A ticket by its number; empty where there is none. */
  CompletionStage<Optional<Row>> find(long ticket);

  /** The side that the next message of an open ticket is awaited from. */
  enum Awaited {
    /** The member wrote last. */
    STAFF,
    /** Staff wrote last, or the member has not written yet. */
    MEMBER
  }

  /**
   * The tickets that a part is taken from.
   *
   * @param member Discord's id of the member; empty for all members
   * @param name a part of a name of the member, in capital or small letters; empty for all names
   * @param openedFrom only tickets that were opened then or later
   * @param openedBefore only tickets that were opened earlier
   * @param unreadBy Discord's id of a user who has not read all ({@link ReadMarks}); empty for
   *     tickets whether or not they are read
   */
  record Wanted(
      Filter filter,
      Optional<Priority> priority,
      OptionalLong member,
      Optional<String> name,
      Optional<Instant> openedFrom,
      Optional<Instant> openedBefore,
      Optional<Awaited> awaited,
      OptionalLong unreadBy) {
    /** All tickets of a state. */
    public static Wanted of(Filter filter) {
      return new Wanted(
          filter,
          Optional.empty(),
          OptionalLong.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          OptionalLong.empty());
    }

    /** The same tickets, of one member. */
    public Wanted of(long one) {
      return new Wanted(
          filter,
          priority,
          OptionalLong.of(one),
          name,
          openedFrom,
          openedBefore,
          awaited,
          unreadBy);
    }

    /** The same tickets, as far as a user has not read all of them. */
    public Wanted unreadBy(long reader) {
      return new Wanted(
          filter,
          priority,
          member,
          name,
          openedFrom,
          openedBefore,
          awaited,
          OptionalLong.of(reader));
    }

    /** The same tickets, of one priority. */
    public Wanted of(Priority one) {
      return new Wanted(
          filter, Optional.of(one), member, name, openedFrom, openedBefore, awaited, unreadBy);
    }
  }

  /** An order of tickets. */
  enum Sort {
    /**
     * By how long the member has been waiting, longest first; then those that staff owe no answer,
     * by their numbers. For tickets that are not closed.
     */
    WAITING,
    NEWEST,
    OLDEST
  }

  /**
   * The place of a ticket in an order.
   *
   * @param waitingSince as in {@link Details}, when the place was told; empty for other orders too
   */
  record Place(Optional<Instant> waitingSince, long ticket) {}

  /**
   * A way through the tickets.
   *
   * @param back whether it leads against the order
   * @param from the place beside which the part begins; empty for the end that the way begins at
   * @param limit rows at most, 1 to 200
   */
  record Way(Sort sort, boolean back, Optional<Place> from, int limit) {}

  /** The state of a ticket. */
  enum State {
    OPEN,
    CLOSING,
    CLOSED
  }

  /**
   * The end of a ticket.
   *
   * @param requested when closing was asked for
   * @param by Discord's user id; 0 for the product and for programs
   * @param name empty where what was said in the ticket is erased
   * @param closed when the ticket was at its end; empty while it is being closed
   */
  record Closure(
      Optional<Instant> requested,
      long by,
      String name,
      String reason,
      boolean silent,
      Optional<Instant> closed) {}

  /**
   * What a ticket has to do with other tickets of its member.
   *
   * @param reopens the closed ticket that this one goes on with
   * @param reopenedAs the newest ticket that goes on with this one
   * @param mergedInto the later ticket that shows what was said in this one
   * @param merged the earlier tickets whose conversations belong to this one, also those that were
   *     merged into one of them, in the order of their numbers, which is that of time; the newest
   *     {@link #MOST}
   */
  record Relations(
      OptionalLong reopens, OptionalLong reopenedAs, OptionalLong mergedInto, List<Long> merged) {
    /** The largest number of merged tickets that are told. */
    public static final int MOST = 100;

    /** A ticket that has nothing to do with others. */
    public static final Relations NONE =
        new Relations(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty(), List.of());

    public Relations {
      merged = List.copyOf(merged);
    }
  }

  /**
   * The newest message of the member or of staff to the member that is not deleted.
   *
   * @param byMember whether the member wrote it
   * @param author Discord's user id; 0 for programs
   * @param text its beginning, at most {@link #LONGEST} characters
   */
  record Preview(int number, boolean byMember, long author, String name, String text, Instant at) {
    /** The longest text, in characters. */
    public static final int LONGEST = 200;
  }

  /**
   * All that the tables know of a ticket beside what was said.
   *
   * @param version grows with each change
   * @param memberName Discord's unique name of the member
   * @param shownName the name that is shown for the member
   * @param channel Discord's id of the staff channel; empty where there is none
   * @param closure empty for an open ticket
   * @param lastMessage when the member or staff wrote last
   * @param waitingSince when the oldest message of the member was written that no reply followed
   *     yet; empty where staff owe no answer, and once they close the ticket
   * @param preview empty where nothing was said, or it is erased
   * @param transcript empty while there is none
   * @param relations to other tickets of the same member
   */
  record Details(
      long ticket,
      long version,
      long member,
      String memberName,
      String shownName,
      State state,
      Priority priority,
      OptionalLong channel,
      Instant opened,
      Optional<Closure> closure,
      int memberMessages,
      int replies,
      int notes,
      Optional<Instant> lastMessage,
      Optional<Instant> waitingSince,
      Optional<Preview> preview,
      Optional<StoredFile> transcript,
      Relations relations) {}

  /**
   * A part of the tickets. Fails with {@link QueryTooSlow} where it takes too long.
   *
   * @throws IllegalArgumentException for {@link Sort#WAITING} with closed tickets
   */
  CompletionStage<Part<Details>> part(Wanted wanted, Way way);

  /**
   * A number of tickets.
   *
   * @param exact false where there are more
   */
  record Count(long number, boolean exact) {
    /** Tickets that are counted at most. */
    public static final int MOST = 100_000;
  }

  /** How many tickets there are. Fails with {@link QueryTooSlow} where it takes too long. */
  CompletionStage<Count> count(Wanted wanted);

  /**
   * The numbers of tickets, the oldest first. Fails with {@link QueryTooSlow} where it takes too
   * long.
   *
   * @param most how many at most
   */
  CompletionStage<List<Long>> numbers(Wanted wanted, int most);

  /** What is known of a ticket; empty where there is none. */
  CompletionStage<Optional<Details>> details(long ticket);

  /**
   * A member as the tickets know them.
   *
   * @param memberName Discord's unique name, as it was when the newest ticket was opened
   * @param shownName the name that was shown then
   */
  record MemberSummary(
      long member, String memberName, String shownName, long tickets, long open, Instant newest) {}

  /** What the tickets say of a member; empty for a user without a ticket. */
  CompletionStage<Optional<MemberSummary>> member(long user);
}
