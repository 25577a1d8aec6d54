package dev.switchboard.account;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/**
 * Finds the accounts that are to be woken: whose rows are behind their journal, since a crash came
 * between the two, or that left something behind at their end. Each event is looked at from the
 * start on and then once more, and not again; a page of them at a time. To be asked by one at a
 * time, some seconds apart.
 */
public final class UnfinishedAccounts {
  private static final int EVENTS = 10_000;
  private static final int LEFT_BEHIND = 200;

  private final AccountRows rows;

  /** No row of an event up to there is behind. */
  private volatile long done;

  /** How far was looked the last time: events up to there that come to light later are no more. */
  private volatile long settled;

  public UnfinishedAccounts(AccountRows rows) {
    this.rows = rows;
  }

  /** Their names. Fails where the database is out of reach. */
  public CompletionStage<List<AccountName>> names() {
    return rows.behind(done, EVENTS)
        .thenApply(this::noted)
        .thenCombine(
            rows.leftBehind(LEFT_BEHIND),
            (behind, left) -> Stream.concat(behind.stream(), left.stream()).distinct().toList());
  }

  /**
   * Numbers are given before transactions end: what lies below the last one that was seen may be
   * written later, but not later than the next look.
   */
  private List<AccountName> noted(AccountRows.Behind found) {
    done = Math.max(done, Math.min(found.done(), settled));
    settled = found.upTo();
    return found.names();
  }
}
