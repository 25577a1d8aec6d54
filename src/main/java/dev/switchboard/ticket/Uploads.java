package dev.switchboard.ticket;

import dev.switchboard.access.Surface;
import dev.switchboard.ticket.model.Attachment;
import dev.switchboard.ticket.model.StoredFile;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;

/**
 * The port to files that were uploaded for a reply and have not been sent yet. A file belongs to
 * the ticket and to whoever uploaded it, and goes into one reply. A stage fails where the database
 * is out of reach. Thread-safe.
 */
public interface Uploads {
  /** Files of one holder that wait for a reply. */
  int MOST = 20;

  /** Their bytes together. */
  long MOST_BYTES = 200L << 20;

  /** Whoever uploads a file: a surface, and the user or key. */
  static String holder(Surface surface, String id) {
    return surface.word() + " " + id;
  }

  /**
   * Adds a file that the file store keeps.
   *
   * @return the number by which a reply names it; empty where the holder has too many that wait,
   *     and then the copy is left to the sweep
   */
  CompletionStage<Optional<Long>> add(long ticket, String holder, StoredFile file);

  /** Has a copy of the file store deleted, unless something names it. */
  CompletionStage<Done> discard(String key);

  /** Whether the holder may upload a file of this size now. */
  CompletionStage<Boolean> hasRoom(String holder, long size);

  /** Whether all of the files are there for a reply of the holder in the ticket. */
  CompletionStage<Boolean> areFree(List<Long> files, long ticket, String holder);

  /**
   * Gives files to a reply, all or none; the same reply gets them again.
   *
   * @param source of the reply
   * @return in the order of the numbers; empty where one is not there, is another holder's or
   *     ticket's, or is another reply's
   */
  CompletionStage<Optional<List<Attachment>>> claim(
      List<Long> files, long ticket, String holder, long source);

  /** Takes back the files of a reply that was refused, so that another one may have them. */
  CompletionStage<Done> release(long source);
}
