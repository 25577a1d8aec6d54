package dev.switchboard.discord.inbox;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Rows in memory; the next calls may be made to fail. */
public final class FakeStaffInbox implements StaffInbox {
  private final List<StoredEvent> rows = new ArrayList<>();
  private final List<String> settled = new ArrayList<>();
  private final List<String> buried = new ArrayList<>();
  private int failures;
  private int largest;

  public synchronized void store(StoredEvent event) {
    rows.add(event);
  }

  public synchronized void failNext(int times) {
    failures = times;
  }

  public synchronized List<String> settled() {
    return List.copyOf(settled);
  }

  public synchronized List<String> buried() {
    return List.copyOf(buried);
  }

  /** How many rows were given at once, at most. */
  public synchronized int largest() {
    return largest;
  }

  @Override
  public synchronized CompletionStage<List<StoredEvent>> waiting(String route) {
    if (failing()) {
      return CompletableFuture.failedStage(new IllegalStateException("no database"));
    }
    List<StoredEvent> first =
        rows.stream()
            .filter(row -> row.route().equals(route))
            .sorted(Comparator.comparingLong(StoredEvent::ordering))
            .limit(MOST)
            .toList();
    largest = Math.max(largest, first.size());
    return CompletableFuture.completedStage(first);
  }

  @Override
  public synchronized CompletionStage<Void> acknowledge(String kind, String key) {
    if (failing()) {
      return CompletableFuture.failedStage(new IllegalStateException("no database"));
    }
    rows.removeIf(row -> row.kind().equals(kind) && row.key().equals(key));
    settled.add(kind + " " + key);
    return CompletableFuture.completedStage(null);
  }

  @Override
  public synchronized CompletionStage<Void> deadLetter(StoredEvent event, String error) {
    buried.add(event.kind() + " " + event.key());
    return CompletableFuture.completedStage(null);
  }

  private boolean failing() {
    return failures-- > 0;
  }
}
