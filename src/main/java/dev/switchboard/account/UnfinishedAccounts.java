package dev.switchboard.account;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/**
 * Finds the accounts to wake: those whose row is behind their journal after a crash, and removed
 * ones with data left behind. Each event since the start is checked, then once more, one page at a
 * time. Only one caller at a time, with some seconds between calls.
 */
public final class UnfinishedAccounts {
  private static final int EVENTS = 10_000;
  private static final int LEFT_BEHIND = 200;

  private final AccountRows rows;

  /** The number of the last event up to which no row is behind. */
  private volatile long done;

  /**
   * The number of the last event checked in the last call; no event below it can appear after the
   * next call.
   */
  private volatile long settled;

  public UnfinishedAccounts(AccountRows rows) {
    this.rows = rows;
  }

  /** The names of these accounts. Fails if the database is out of reach. */
  public CompletionStage<List<AccountName>> names() {
    return rows.behind(done, EVENTS)
        .thenApply(this::noted)
        .thenCombine(
            rows.leftBehind(LEFT_BEHIND),
            (behind, left) -> Stream.concat(behind.stream(), left.stream()).distinct().toList());
  }

  /**
   * Records the progress. Events get their numbers before their transactions end, so an event below
   * the last number seen may appear later, but not after the next call.
   */
  private List<AccountName> noted(AccountRows.Behind found) {
    done = Math.max(done, Math.min(found.done(), settled));
    settled = found.upTo();
    return found.names();
  }
}
