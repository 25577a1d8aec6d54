package dev.switchboard.ticket.correspondent;

import dev.switchboard.ticket.Openings;
import dev.switchboard.ticket.model.Arrival;
import dev.switchboard.ticket.model.TicketCommand;
import java.util.List;

/** A step that {@link CorrespondentWork} requests. */
sealed interface WorkStep {
  /**
   * Asks a question. The answer, even a failure, is reported with the same number ({@link
   * Progress.Answered}).
   */
  record Ask(long number, Question question) implements WorkStep {}

  /**
   * Acknowledges rows of the inbox, beside the open question. Committed rows are reported ({@link
   * Progress.Acknowledged}); the others are acknowledged later.
   */
  record Acknowledge(List<Arrival.Id> rows) implements WorkStep {
    public Acknowledge {
      rows = List.copyOf(rows);
    }
  }

  /** Tells a ticket that part of the member's messages could not be read. Needs no answer. */
  record TellGap(long ticket, TicketCommand.TakeGap gap) implements WorkStep {}

  /** Shows in the ticket that the member is typing. */
  record ShowTyping(long ticket) implements WorkStep {}

  /** Tells the member that the ticket which this message opens has to wait for others. */
  record TellWait(Arrival.Wrote first) implements WorkStep {}

  /** Answers whoever waits for a request of this source. */
  record AnswerRequest(long source, Openings.Opening opening) implements WorkStep {}

  /** Logs that arrivals wait in the inbox because this ticket is full. */
  record ReportFull(long ticket) implements WorkStep {}

  /** Logs that all arrivals that waited for a full ticket are taken. */
  record ReportRoom() implements WorkStep {}

  /** Logs that a question failed and is asked again. */
  record ReportFailure(Question question, String why) implements WorkStep {}
}
