package dev.switchboard.ticket.correspondent;

import dev.switchboard.ticket.Inbox;
import dev.switchboard.ticket.model.Arrival;
import dev.switchboard.ticket.model.OpeningRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** An input of {@link CorrespondentWork}. */
sealed interface Progress {
  /**
   * The state was read from the journal, after a start or after a failed write. Answers to earlier
   * questions are ignored.
   */
  record Recovered(Correspondent state) implements Progress {}

  /**
   * A row of the member was committed in the inbox. Only a hint, which may be lost.
   *
   * @param gap whether the member may have written messages before it that are not in the inbox
   */
  record Arrived(Arrival arrival, boolean gap) implements Progress {}

  /** The inbox may hold rows without an {@link Arrived}. */
  record Woken() implements Progress {}

  /** The member is typing in the DM channel. */
  record Typed() implements Progress {}

  /**
   * Staff or a program open a ticket. Known by its source: a request that waits already is the same
   * one.
   *
   * @param until after which nobody waits for the answer
   */
  record Requested(OpeningRequest request, Instant until) implements Progress {}

  /** The acknowledgement of these rows is committed. */
  record Acknowledged(List<Arrival.Id> rows) implements Progress {
    public Acknowledged {
      rows = List.copyOf(rows);
    }
  }

  /**
   * The answer to a question.
   *
   * @param question the number of the question; the answer is ignored if another question is open
   *     by now
   */
  record Answered(long question, Answer answer) implements Progress {}

  /** The answer to a {@link Question}. */
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
     * @param pause empty if it may; otherwise the time to wait before asking again
     */
    record AdmissionKnown(Question.AskAdmission asked, Optional<Duration> pause)
        implements Answer {}

    record Numbered(Question.TakeNumber asked, long ticket) implements Answer {}

    record OpeningNumbered(Question.NumberOpening asked, long ticket) implements Answer {}

    record LatestKnown(Question.LookAtLatest asked, Standing standing) implements Answer {}

    record OpeningTried(Question.TryOpening asked, Trial trial) implements Answer {}

    record PauseOver(Question.Pause asked) implements Answer {}

    /** The question failed. Whether it had its effect is unknown. */
    record Failed(Question asked, String why) implements Answer {}
  }

  /** The state of a ticket, as far as it matters to the next one. */
  enum Standing {
    /** It has a number and is not opened yet. */
    ABSENT,
    OPEN,
    /** It is closed, or is being closed. */
    CLOSED
  }

  /** The response of a ticket to the request to which its number is assigned. */
  enum Trial {
    /** The request opened it, now or before. */
    OPENED,
    /** It is open, and something else opened it. Nothing was changed. */
    EXISTS,
    /** It is closed, and something else opened it. Nothing was changed. */
    CLOSED
  }

  /** The response of a ticket to the arrivals that were handed over. */
  enum Acceptance {
    /** The arrivals are stored, or the ticket refused them: they are not handed over again. */
    TAKEN,
    /** The ticket is closed and has not taken all of them. Nothing was changed. */
    CLOSED,
    /** The ticket has a number and is not opened yet. Nothing was changed. */
    ABSENT,
    /** The arrivals are to be handed over again when the ticket has room. Nothing was changed. */
    FULL
  }
}
