package dev.switchboard.ticket.view;

import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The port to the transcripts of tickets as they are now. Thread-safe. */
public interface TranscriptPages {
  /**
   * Reads the HTML page of a ticket with everything that is in its journal so far; empty where
   * there is no such ticket, or what was said in it is erased. The page is made while it is read,
   * in the thread of its reader. Fails with {@link QueryTooSlow} where too many pages are prepared
   * at a time.
   */
  CompletionStage<Optional<InputStream>> read(long ticket);
}
