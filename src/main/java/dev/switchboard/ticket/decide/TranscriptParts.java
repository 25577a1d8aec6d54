package dev.switchboard.ticket.decide;

import dev.switchboard.ticket.model.StoredFile;
import java.util.Optional;

/**
 * Which part of a transcript goes to the log channel next, where Discord finds the page too large.
 * Joined in their order the parts are the page, byte for byte.
 */
final class TranscriptParts {
  /** A channel that takes no files of this size takes none. */
  static final long SMALLEST = 64 * 1024;

  /** More posts than this would fill the log channel. */
  private static final int MOST = 200;

  private static final int TIMES_SMALLER = 4;

  private TranscriptParts() {}

  /** What is tried in the place of a part, or of the whole; empty where none may be smaller. */
  static Optional<StoredFile> insteadOf(StoredFile refused, StoredFile whole) {
    long least = Math.max(SMALLEST, Math.ceilDiv(whole.size(), MOST));
    long size = Math.max(least, refused.size() / TIMES_SMALLER);
    return size < refused.size()
        ? Optional.of(part(whole, refused.from(), size))
        : Optional.empty();
  }

  /** What follows a part, or the whole; empty at the end. */
  static Optional<StoredFile> behind(StoredFile posted, StoredFile whole) {
    long from = posted.from() + posted.size();
    return from < whole.size() ? Optional.of(part(whole, from, posted.size())) : Optional.empty();
  }

  private static StoredFile part(StoredFile whole, long from, long size) {
    String name = whole.name().replaceFirst("\\.html$", "");
    return new StoredFile(
        whole.key(),
        "%s-from-byte-%09d.html".formatted(name, from),
        Math.min(size, whole.size() - from),
        whole.contentType(),
        from);
  }

  /** What is said of a part; empty for the whole. */
  static String line(StoredFile file, StoredFile whole) {
    return file.equals(whole)
        ? ""
        : ("\n"
                + "-# Discord takes this transcript only in parts. Here are the bytes from %,d to"
                + " %,d, of %,d: joined in their order, the parts are the page.")
            .formatted(file.from(), file.from() + file.size() - 1, whole.size());
  }
}
