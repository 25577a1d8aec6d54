package dev.switchboard.ticket.decide;

import dev.switchboard.text.Words;
import dev.switchboard.ticket.model.StoredFile;
import dev.switchboard.ticket.show.LogMessage;
import java.util.Optional;

/**
 * The parts in which a transcript is posted if the page is too large for Discord. Joined in their
 * order, the parts are the page, byte for byte.
 */
final class TranscriptParts {
  /** The smallest size of a part that is tried, in bytes. */
  static final long SMALLEST = 64 * 1024;

  /** More posts than this would fill the log channel. */
  private static final int MOST = 200;

  private static final int TIMES_SMALLER = 4;

  private TranscriptParts() {}

  /**
   * The smaller part to try after a refusal of a part or of the whole; empty if none may be
   * smaller.
   */
  static Optional<StoredFile> insteadOf(StoredFile refused, StoredFile whole) {
    long least = Math.max(SMALLEST, Math.ceilDiv(whole.size(), MOST));
    long size = Math.max(least, refused.size() / TIMES_SMALLER);
    return size < refused.size()
        ? Optional.of(part(whole, refused.from(), size))
        : Optional.empty();
  }

  /** The part after this one; empty at the end. */
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

  /** The line about a part for readers; empty for the whole. */
  static String line(Words words, StoredFile file, StoredFile whole) {
    return file.equals(whole)
        ? ""
        : "\n"
            + words.of(
                new LogMessage.TranscriptPart(
                    file.from(), file.from() + file.size() - 1, whole.size()));
  }
}
