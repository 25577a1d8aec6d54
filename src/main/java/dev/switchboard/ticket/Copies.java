package dev.switchboard.ticket;

import dev.switchboard.ticket.model.Attachment;
import dev.switchboard.ticket.model.StoredFile;
import java.util.concurrent.CompletionStage;

/** Copies attachments before Discord's links to them expire. Thread-safe. */
public interface Copies {
  /**
   * Copies a file into the file store; an expired link is refreshed by reading its message again.
   * Retries while a retry can help; the stage never fails.
   *
   * @param channel the channel of the message
   * @param message the message with the attachment
   */
  CompletionStage<Copied> copy(long channel, long message, Attachment attachment);

  /** The outcome of a copy. */
  sealed interface Copied {
    record Kept(StoredFile file) implements Copied {}

    /**
     * The file cannot be copied.
     *
     * @param why the reason, for people
     */
    record Lost(String why) implements Copied {}
  }
}
