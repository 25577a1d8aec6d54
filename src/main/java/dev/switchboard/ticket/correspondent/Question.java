package dev.switchboard.ticket.correspondent;

import dev.switchboard.ticket.model.Arrival;
import dev.switchboard.ticket.model.TicketCommand;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A question of {@link CorrespondentWork} to the world outside. Only one is under way at a time.
 * Its {@link Progress.Answer} names it, so that everything that is known of it comes back with it.
 */
sealed interface Question {
  /** The first rows of the member in the inbox that are not acknowledged. */
  record ReadRows() implements Question {}

  /** Reads what the member wrote while no gateway session was there into the inbox. */
  record FillGap() implements Question {}

  /**
   * Acknowledges these rows, and is answered when that is committed for all of them.
   *
   * @param first the message that opens the next ticket afterwards; empty where the inbox is read
   *     afterwards
   */
  record AcknowledgeAll(List<Arrival.Id> rows, Optional<Arrival.Wrote> first) implements Question {
    public AcknowledgeAll {
      rows = List.copyOf(rows);
    }
  }

  /**
   * Hands arrivals over to a ticket. The ticket may be asked again when its answer is lost.
   *
   * @param arrivals in the order in which the member made them, at least one; a command for several
   *     is taken as a whole or not at all
   */
  record HandOver(List<Arrival> arrivals, long ticket, TicketCommand command) implements Question {
    public HandOver {
      arrivals = List.copyOf(arrivals);
    }
  }

  /** Whether a ticket that was full has room again. */
  record AskRoom(long ticket) implements Question {}

  /**
   * Which of the messages behind the first one the closed ticket has taken: it may have been asked
   * for them before, without an answer, while the first one was not known here.
   *
   * @param first the message that opens the next ticket afterwards
   */
  record AskTaken(Arrival.Wrote first, long ticket, List<Arrival.Wrote> behind)
      implements Question {
    public AskTaken {
      behind = List.copyOf(behind);
    }
  }

  /** Whether the member's next ticket may be opened now. The message is its first one. */
  record AskAdmission(Arrival.Wrote first) implements Question {}

  /** The number of a new ticket, unique for ever. The message is its first one. */
  record TakeNumber(Arrival.Wrote first) implements Question {}

  /**
   * Nothing, until some time has passed.
   *
   * @param full the ticket that is asked for room afterwards; empty where the work just goes on
   */
  record Pause(Duration length, OptionalLong full) implements Question {}
}
