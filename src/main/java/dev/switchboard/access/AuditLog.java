package dev.switchboard.access;

import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;

/**
 * What administrators did. Changes are in it for ever; reads and refusals may be forgotten after a
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
