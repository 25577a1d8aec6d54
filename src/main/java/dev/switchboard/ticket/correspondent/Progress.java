package dev.switchboard.ticket.correspondent;

import dev.switchboard.ticket.Inbox;
import dev.switchboard.ticket.model.Arrival;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a {@link CorrespondentWork} is told. */
sealed interface Progress {
  /**
   * The state was read from the journal: after a start, or after an event could not be written. All
   * answers to earlier questions are void.
   */
  record Recovered(Correspondent state) implements Progress {}

  /**
   * A row of the member was committed in the inbox. Only a hint, and it may be lost: the row
   * counts.
   *
   * @param gap whether the member may have written messages before it that are not in the inbox
   */
  record Arrived(Arrival arrival, boolean gap) implements Progress {}

  /** The inbox may hold rows of which the work was not told. */
  record Woken() implements Progress {}

  /** The member types in their DM channel. */
  record Typed() implements Progress {}

  /** The acknowledgement of these rows is committed. */
  record Acknowledged(List<Arrival.Id> rows) implements Progress {
    public Acknowledged {
      rows = List.copyOf(rows);
    }
  }

  /**
   * The answer to a question.
   *
   * @param question the number of the question; the answer is ignored where another one is under
   *     way by now
   */
  record Answered(long question, Answer answer) implements Progress {}

  /** What came of a {@link Question}. */
  sealed interface Answer {
    record RowsRead(Inbox.Waiting found) implements Answer {}

    record GapFilled(Inbox.Filled filled) implements Answer {}

    record AllAcknowledged(Question.AcknowledgeAll asked) implements Answer {}

    record HandedOver(Question.HandOver asked, Acceptance acceptance) implements Answer {}

    record RoomKnown(Question.AskRoom asked, boolean room) implements Answer {}

    /** The messages that the closed ticket has taken, by their ids. */
    record TakenKnown(Question.AskTaken asked, Set<Long> messages) implements Answer {
      public TakenKnown {
        messages = Set.copyOf(messages);
      }
    }

    /**
     * Whether the next ticket may be opened.
     *
     * @param pause empty if it may; else how long to wait before asking again
     */
    record AdmissionKnown(Question.AskAdmission asked, Optional<Duration> pause)
        implements Answer {}

    record Numbered(Question.TakeNumber asked, long ticket) implements Answer {}

    record PauseOver(Question.Pause asked) implements Answer {}

    /** There is no answer, for a reason outside. Whether the question had its effect is unknown. */
    record Failed(Question asked, String why) implements Answer {}
  }

  /** What a ticket did with the arrivals that were handed over to it. */
  enum Acceptance {
    /** They are stored, or the ticket has no use for them: they are not offered again. */
    TAKEN,
    /** The ticket is closed and does not know (all of) them. Nothing was changed. */
    CLOSED,
    /** The ticket has a number and is not opened yet. Nothing was changed. */
    ABSENT,
    /** They are to be offered again when the ticket has room. Nothing was changed. */
    FULL
  }
}
