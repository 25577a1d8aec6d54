package dev.switchboard.access;

import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;

/**
 * The trail of acts: calls of administrators, and commands of staff in Discord. Changes of
 * administrators are in it for ever; reads, refusals and acts of staff may be forgotten after a
 * time. Nothing in it is altered. It is kept whatever the policy about logs is.
 */
public interface AuditLog {
  /** An entry with its number; newer ones have larger numbers. */
  record Numbered(long number, AuditEntry entry) {}

  /**
   * Completes when it is stored, for changes and refusals before they are answered; or when it is
   * counted, for refusals that are more than are listed.
   */
  CompletionStage<Done> write(AuditEntry entry);

  /**
   * Stores an act that may be written again after a crash: entries with the same surface and act
   * are stored once, the first of them. Entries that are written while others are being stored are
   * stored together, in one transaction.
   *
   * <p>The stage completes when the act is stored. It fails where the database is out of reach;
   * then the caller has to write the act again. An act that the database refuses for another reason
   * (an error in this program, or in the table) is written into the server's log as an error, and
   * the stage completes, so that the act's surface goes on.
   *
   * @param act the identity of the act among all of the entry's surface
   */
  CompletionStage<Done> writeOnce(String act, AuditEntry entry);

  /** Stores it a second later at most: for reads. */
  void note(AuditEntry entry);

  /**
   * Newest first.
   *
   * @param before only older ones than that number
   * @param most how many at most, 1 to 1,000
   */
  CompletionStage<List<Numbered>> read(OptionalLong before, int most);
}
