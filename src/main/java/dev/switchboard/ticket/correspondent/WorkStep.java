package dev.switchboard.ticket.correspondent;

import dev.switchboard.ticket.model.Arrival;
import dev.switchboard.ticket.model.TicketCommand;
import java.util.List;

/** A step that {@link CorrespondentWork} wants to have carried out. */
sealed interface WorkStep {
  /**
   * Asks. The answer is reported with the same number ({@link Progress.Answered}), also where it is
   * a failure.
   */
  record Ask(long number, Question question) implements WorkStep {}

  /**
   * Acknowledges rows of the inbox, beside the question under way. Those for which that is
   * committed are reported ({@link Progress.Acknowledged}); the others are acknowledged later.
   */
  record Acknowledge(List<Arrival.Id> rows) implements WorkStep {
    public Acknowledge {
      rows = List.copyOf(rows);
    }
  }

  /** Tells a ticket that part of the member's messages could not be read. No answer is wanted. */
  record TellGap(long ticket, TicketCommand.TakeGap gap) implements WorkStep {}

  /** Shows in the ticket that the member types. */
  record ShowTyping(long ticket) implements WorkStep {}

  /** Tells the member that the ticket which this message opens has to wait for others. */
  record TellWait(Arrival.Wrote first) implements WorkStep {}

  /** Tells operators that the inbox holds back what this ticket has no room for. */
  record ReportFull(long ticket) implements WorkStep {}

  /** Tells operators that all that waited for a full ticket is taken. */
  record ReportRoom() implements WorkStep {}

  /** Tells operators that a question failed and is asked again. */
  record ReportFailure(Question question, String why) implements WorkStep {}
}
