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
 * <p>A key is the SHA-256 of the content, 64 lower-case hexadecimal digits. Any other string is the
 * key of no file.
 */
public interface FileStore {
  /**
   * Reserves room on the disk for a coming copy, until the promise is closed; empty if there is
   * none now. It is optional: without it, {@link #keep} may fail for lack of room.
   */
  CompletionStage<Optional<Promise>> room(long bytes);

  /**
   * Keeps a copy. The copy is durable when the stage completes.
   *
   * @param content the content; it is read to its end on a thread for blocking calls, and always
   *     closed
   * @param limit the limit in bytes; larger content is refused, and nothing is kept
   */
  CompletionStage<Keeping> keep(InputStream content, long limit);

  /** The result of {@link #keep}. */
  sealed interface Keeping {
    /** The content is kept under a key; it has {@code size} bytes. */
    record Kept(String key, long size) implements Keeping {}

    /** The content is larger than allowed; nothing is kept. */
    record TooLarge(long limit) implements Keeping {}

    /** The disk has no room now; nothing is kept. */
    record NoRoom() implements Keeping {}
  }

  /** The size of a copy in bytes; empty if there is none. */
  CompletionStage<OptionalLong> size(String key);

  /** Opens a copy for reading, anew at each call. */
  CompletionStage<Opening> open(String key);

  /** The result of {@link #open}. */
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
   * Deletes a copy that was not kept anew for the given time; false if it was. A missing copy
   * counts as deleted.
   */
  CompletionStage<Boolean> deleteUntouched(String key, Duration rest);

  /** Deletes a copy; false when there was none. Readers that have it open may read on. */
  CompletionStage<Boolean> delete(String key);

  /**
   * The total size of all copies in bytes. Reads the whole directory, so it is not for every
   * request.
   */
  CompletionStage<Long> totalSize();
}
