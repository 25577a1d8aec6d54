package dev.switchboard.discord.inbox;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.switchboard.discord.inbox.InboxTable.RowKey;
import dev.switchboard.storage.Database;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Acknowledges inbox rows in batches: while a statement runs, and for a moment before it, the next
 * rows collect. Thread-safe; never blocks.
 */
final class AckBatch {
  /** One statement with more rows is slower than two statements. */
  private static final int AT_ONCE = 2_000;

  private static final Duration MOMENT = Duration.ofMillis(100);

  /** The importance of an acknowledgement. */
  enum Weight {
    /** After a crash, a row that was not acknowledged takes effect a second time. */
    HEAVY,
    /**
     * After a crash, a row that was not acknowledged is offered again to its ticket, which knows
     * it. No caller waits for the commit, except before going on to another ticket.
     */
    LIGHT
  }

  private final Database database;
  private final Weight weight;
  private List<Waiting> waiting = new ArrayList<>();
  private boolean running;

  private record Waiting(RowKey row, CompletableFuture<Void> settled) {}

  AckBatch(Database database, Weight weight) {
    this.database = database;
    this.weight = weight;
  }

  /**
   * Completes when the transaction is committed (for {@link Weight#HEAVY} also on disk); fails if
   * the database did not take it.
   */
  CompletionStage<Void> acknowledge(RowKey row) {
    var settled = new CompletableFuture<Void>();
    synchronized (this) {
      waiting.add(new Waiting(row, settled));
      if (running) {
        return settled.minimalCompletionStage();
      }
      running = true;
    }
    begin();
    return settled.minimalCompletionStage();
  }

  private void begin() {
    switch (weight) {
      case HEAVY -> next();
      case LIGHT ->
          CompletableFuture.delayedExecutor(MOMENT.toMillis(), MILLISECONDS).execute(this::next);
    }
  }

  private void next() {
    List<Waiting> batch;
    synchronized (this) {
      int size = Math.min(AT_ONCE, waiting.size());
      batch = List.copyOf(waiting.subList(0, size));
      waiting = new ArrayList<>(waiting.subList(size, waiting.size()));
    }
    var rows = batch.stream().map(Waiting::row).toList();
    var _ =
        database
            .transaction(handle -> {
              if (weight == Weight.LIGHT) {
                handle.execute("set local synchronous_commit = off");
              }
              InboxTable.acknowledge(handle, rows);
              return rows.size();
            })
            .whenComplete((count, failure) -> {
              goOn();
              for (Waiting one : batch) {
                if (failure == null) {
                  one.settled().complete(null);
                } else {
                  one.settled().completeExceptionally(failure);
                }
              }
            });
  }

  private void goOn() {
    synchronized (this) {
      if (waiting.isEmpty()) {
        running = false;
        return;
      }
    }
    begin();
  }
}
