package dev.switchboard.storage;

import dev.switchboard.storage.DiskRoom.Promise;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;

/**
 * Copies of files that people sent, kept by content: the same bytes are kept once, and a key never
 * means other bytes. No method blocks the caller; stages fail with {@link StorageUnavailable} when
 * the store is out of reach.
 *
 * <p>A key is the SHA-256 of the content, 64 lower-case hexadecimal digits. A string of another
 * shape is simply the key of nothing.
 */
public interface FileStore {
  /**
   * Keeps room on the disk for a copy that is to come, until that is closed; empty where there is
   * none now. Only a courtesy: who keeps a copy without it may be told that there is no room.
   */
  CompletionStage<Optional<Promise>> room(long bytes);

  /**
   * Keeps a copy. The copy is durable when the stage completes.
   *
   * @param content is read to its end on a thread for blocking calls, and closed in any case
   * @param limit bytes; content beyond it is refused, and nothing kept
   */
  CompletionStage<Keeping> keep(InputStream content, long limit);

  /** What became of content. */
  sealed interface Keeping {
    /** It is kept under a key, {@code size} bytes of it. */
    record Kept(String key, long size) implements Keeping {}

    /** It has more bytes than allowed; nothing is kept. */
    record TooLarge(long limit) implements Keeping {}

    /** The disk has no room for it now; nothing is kept. */
    record NoRoom() implements Keeping {}
  }

  /** How many bytes a copy has; empty where there is none. */
  CompletionStage<OptionalLong> size(String key);

  /** Opens a copy for reading, anew at each call. */
  CompletionStage<Opening> open(String key);

  /** What was found under a key. */
  sealed interface Opening {
    /**
     * The content, {@code size} bytes, to be read where blocking is allowed and closed by the
     * reader.
     */
    record Content(long size, InputStream stream) implements Opening {}

    /** No such file. */
    record Absent() implements Opening {}
  }

  /**
   * Deletes a copy that nobody has kept anew for so long; false when there was one that somebody
   * has. A copy that is not there counts as deleted.
   */
  CompletionStage<Boolean> deleteUntouched(String key, Duration rest);

  /** Deletes a copy; false when there was none. A reader that has it open may read on. */
  CompletionStage<Boolean> delete(String key);

  /**
   * The bytes of all copies together. Reads the whole directory: for a page that people look at,
   * not for every request.
   */
  CompletionStage<Long> totalSize();
}
