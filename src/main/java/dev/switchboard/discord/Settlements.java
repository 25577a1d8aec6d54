package dev.switchboard.discord;

import dev.switchboard.discord.InboxTable.RowKey;
import dev.switchboard.storage.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Empties rows of the inbox, many in one statement: while one runs, the next ones collect.
 * Thread-safe; never blocks.
 */
final class Settlements {
  /** A statement with more is slower than two. */
  private static final int AT_ONCE = 2_000;

  private final Database database;
  private List<Waiting> waiting = new ArrayList<>();
  private boolean running;

  private record Waiting(RowKey row, CompletableFuture<Void> settled) {}

  Settlements(Database database) {
    this.database = database;
  }

  /** Completes when it is committed; fails where the database did not take it. */
  CompletionStage<Void> settle(RowKey row) {
    var settled = new CompletableFuture<Void>();
    synchronized (this) {
      waiting.add(new Waiting(row, settled));
      if (running) {
        return settled.minimalCompletionStage();
      }
      running = true;
    }
    next();
    return settled.minimalCompletionStage();
  }

  private void next() {
    List<Waiting> batch;
    synchronized (this) {
      if (waiting.isEmpty()) {
        running = false;
        return;
      }
      int size = Math.min(AT_ONCE, waiting.size());
      batch = List.copyOf(waiting.subList(0, size));
      waiting = new ArrayList<>(waiting.subList(size, waiting.size()));
    }
    var rows = batch.stream().map(Waiting::row).toList();
    var _ =
        database
            .query(handle -> {
              InboxTable.settle(handle, rows);
              return rows.size();
            })
            .whenComplete((count, failure) -> {
              next();
              for (Waiting one : batch) {
                if (failure == null) {
                  one.settled().complete(null);
                } else {
                  one.settled().completeExceptionally(failure);
                }
              }
            });
  }
}
