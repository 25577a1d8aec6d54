package dev.switchboard.access;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;

/**
 * The port to a search in the {@link AuditLog}. A stage fails where the database is out of reach,
 * or does not answer in time. Thread-safe.
 */
public interface AuditSearch {
  /** The sort of an entry. */
  enum Kind {
    /** Something was done, or tried and taken back. */
    ACT,
    READ,
    REFUSAL
  }

  /**
   * The entries that are looked for; each condition that is there has to hold.
   *
   * @param actor the beginning of the caller: a name, or Discord's user id
   * @param from only entries of then or later
   * @param before only earlier entries
   * @param ticket only acts in this ticket
   */
  record Wanted(
      Optional<String> actor,
      Optional<Surface> surface,
      Optional<Kind> kind,
      Optional<Instant> from,
      Optional<Instant> before,
      OptionalLong ticket) {}

  /**
   * Entries, newest first.
   *
   * @param behind only entries with a smaller number than this
   * @param most the largest number of entries, 1 to 201
   */
  CompletionStage<List<AuditLog.Numbered>> find(Wanted wanted, OptionalLong behind, int most);
}
