package dev.switchboard.ticket;

import dev.switchboard.access.Principal;
import dev.switchboard.ticket.model.OpeningRequest;
import java.util.concurrent.CompletionStage;

/** The port by which staff and programs open a ticket before the member has written. */
public interface Openings {
  /**
   * Opens a ticket with the member of the request. A request whose source is known has its effect
   * once, whatever crashes, and the same answer as before. Takes the right to answer members; the
   * stage fails, too, where no answer comes in time: then the ticket may be open or not.
   */
  CompletionStage<Opening> open(Principal by, OpeningRequest request);

  /** The result of a request. */
  sealed interface Opening {
    /** The ticket was opened by this request, now or before. */
    record Opened(long ticket) implements Opening {}

    /** The member has an open ticket. Nothing was changed. */
    record Exists(long ticket) implements Opening {}

    /** Messages of the member, or other requests, took too long. Nothing was changed. */
    record NotNow() implements Opening {}
  }
}
