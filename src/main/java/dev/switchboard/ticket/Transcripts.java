package dev.switchboard.ticket;

import dev.switchboard.ticket.model.StoredFile;
import java.util.concurrent.CompletionStage;

/** Writes down what was said in a ticket, for people to read. Thread-safe. */
public interface Transcripts {
  /** Stores a page with all that the ticket's journal holds so far. May fail; then try again. */
  CompletionStage<StoredFile> write(long ticket);

  /** Whether there is room for transcripts now. Costs next to nothing. */
  CompletionStage<Boolean> room();
}
