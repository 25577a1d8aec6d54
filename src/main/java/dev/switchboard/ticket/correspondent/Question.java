package dev.switchboard.ticket.correspondent;

import dev.switchboard.ticket.model.Arrival;
import dev.switchboard.ticket.model.OpeningRequest;
import dev.switchboard.ticket.model.TicketCommand;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A question of {@link CorrespondentWork} to a port or a timer. Only one is open at a time. Its
 * {@link Progress.Answer} carries it, so that its values come back with the answer.
 */
sealed interface Question {
  /** Reads the member's first rows in the inbox that are not acknowledged. */
  record ReadRows() implements Question {}

  /** Reads the messages of a gap into the inbox. */
  record FillGap() implements Question {}

  /**
   * Acknowledges these rows; the answer comes when all are committed.
   *
   * @param first the message that opens the next ticket afterwards; empty if the inbox is read
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
  record HandOver(List<Arrival> arrivals, long ticket, TicketCommand.Unguarded command)
      implements Question {
    public HandOver {
      arrivals = List.copyOf(arrivals);
    }
  }

  /** Asks whether a ticket that was full has room again. */
  record AskRoom(long ticket) implements Question {}

  /**
   * Asks which of the messages behind the first one the closed ticket has taken. An earlier command
   * with them may have had no answer, before the first message was known here.
   *
   * @param first the message that opens the next ticket afterwards
   */
  record AskTaken(Arrival.Wrote first, long ticket, List<Arrival.Wrote> behind)
      implements Question {
    public AskTaken {
      behind = List.copyOf(behind);
    }
  }

  /** Asks whether the member's next ticket, with this first message, may be opened now. */
  record AskAdmission(Arrival.Wrote first) implements Question {}

  /** Takes the number of a new ticket, with this first message. */
  record TakeNumber(Arrival.Wrote first) implements Question {}

  /** Asks whether the latest ticket, which is not of this request, is open. */
  record LookAtLatest(OpeningRequest request, long ticket) implements Question {}

  /**
   * Opens a ticket by the request to which its number is assigned. The ticket may be asked again
   * when its answer is lost.
   *
   * @param former the member's earlier tickets
   */
  record TryOpening(OpeningRequest request, long ticket, List<Long> former) implements Question {
    public TryOpening {
      former = List.copyOf(former);
    }
  }

  /** Takes the number of a new ticket for a request. */
  record NumberOpening(OpeningRequest request) implements Question {}

  /**
   * Waits for some time.
   *
   * @param full the ticket that is asked for room afterwards; empty if the work just goes on
   */
  record Pause(Duration length, OptionalLong full) implements Question {}
}
