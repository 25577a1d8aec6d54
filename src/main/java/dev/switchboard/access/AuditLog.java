package dev.switchboard.access;

import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;

/**
 * The list of calls of administrators and of commands of staff in Discord. Changes of
 * administrators are kept for ever; reads, refusals and acts of staff may be deleted after a time.
 * No entry is altered. The log policy does not affect the audit log.
 */
public interface AuditLog {
  /** An entry with its number; newer ones have larger numbers. */
  record Numbered(long number, AuditEntry entry) {}

  /**
   * Writes an entry about a change or a refusal, before its caller is answered. Completes when the
   * entry is stored; for refusals beyond the listed number, when it is counted.
   */
  CompletionStage<Done> write(AuditEntry entry);

  /**
   * Stores an act that may be written again after a crash: of entries with the same surface and
   * act, only the first is stored. Entries that are written while others are being stored are
   * stored together, in one transaction.
   *
   * <p>The stage completes when the act is stored. It fails if the database is out of reach; then
   * the caller has to write the act again. If the database refuses the act for another reason (an
   * error in this program, or in the table), the error is logged and the stage completes, so that
   * the act's surface goes on.
   *
   * @param act the identity of the act among all acts of the entry's surface
   */
  CompletionStage<Done> writeOnce(String act, AuditEntry entry);

  /** Stores an entry about a read, within a second. */
  void note(AuditEntry entry);

  /**
   * The entries, newest first.
   *
   * @param before only entries with a smaller number than this
   * @param most the largest number of entries, 1 to 1,000
   */
  CompletionStage<List<Numbered>> read(OptionalLong before, int most);
}
