package dev.switchboard.ticket;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.Optional;

/** What a ticket is. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "state")
@JsonSubTypes({
  @JsonSubTypes.Type(value = TicketState.Absent.class, name = "absent"),
  @JsonSubTypes.Type(value = TicketState.Open.class, name = "open"),
  @JsonSubTypes.Type(value = TicketState.Closing.class, name = "closing"),
  @JsonSubTypes.Type(value = TicketState.Closed.class, name = "closed")
})
public sealed interface TicketState {
  /** Nothing happened yet. */
  record Absent() implements TicketState {}

  /** Member and staff talk. */
  record Open(Book book) implements TicketState {}

  /** No new input of the member; what is under way is brought to its end, then the channel goes. */
  record Closing(Book book, Closure closure) implements TicketState {}

  /** Nothing happens any more. */
  record Closed(Book book, Closure closure, Instant at) implements TicketState {}

  /**
   * How a ticket ends.
   *
   * @param transcript absent until it is stored, or where there is no log channel
   * @param tries how often it was begun to write the transcript
   */
  record Closure(
      long source,
      Staff by,
      String reason,
      boolean silent,
      Instant at,
      Optional<StoredFile> transcript,
      int tries) {
    Closure withTranscript(StoredFile file) {
      return new Closure(source, by, reason, silent, at, Optional.of(file), tries);
    }

    Closure withTry() {
      return new Closure(source, by, reason, silent, at, transcript, tries + 1);
    }
  }
}
