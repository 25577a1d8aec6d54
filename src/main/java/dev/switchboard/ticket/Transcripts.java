package dev.switchboard.ticket;

import dev.switchboard.ticket.model.StoredFile;
import java.util.concurrent.CompletionStage;

/** Writes transcripts of tickets. Thread-safe. */
public interface Transcripts {
  /**
   * Stores a page with everything that is in the ticket's journal so far. May fail; then try again.
   */
  CompletionStage<StoredFile> write(long ticket);

  /** Whether the disk has room for transcripts now. A cheap call. */
  CompletionStage<Boolean> room();
}
