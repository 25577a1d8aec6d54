package dev.switchboard.ticket;

import dev.switchboard.ticket.model.Attachment;
import dev.switchboard.ticket.model.StoredFile;
import java.util.concurrent.CompletionStage;

/** Copies what people attach before Discord's links expire. Thread-safe. */
public interface Copies {
  /**
   * Copies a file into the file store; an expired link is refreshed by reading its message again.
   * Tries for as long as that can help; never fails.
   *
   * @param channel where the message is
   * @param message which carries the attachment
   */
  CompletionStage<Copied> copy(long channel, long message, Attachment attachment);

  /** What became of it. */
  sealed interface Copied {
    record Kept(StoredFile file) implements Copied {}

    /**
     * There will be no copy.
     *
     * @param why for people
     */
    record Lost(String why) implements Copied {}
  }
}
