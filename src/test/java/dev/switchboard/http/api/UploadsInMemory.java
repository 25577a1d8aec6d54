package dev.switchboard.http.api;

import dev.switchboard.ticket.Uploads;
import dev.switchboard.ticket.model.ActSource;
import dev.switchboard.ticket.model.Attachment;
import dev.switchboard.ticket.model.StoredFile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;

/** Uploads in memory, by the rules of the table. For tests. */
final class UploadsInMemory implements Uploads {
  private final Map<Long, Row> rows = new HashMap<>();
  private final Runnable added;

  private record Row(long ticket, String holder, StoredFile file, long source) {
    Row claimedBy(long reply) {
      return new Row(ticket, holder, file, reply);
    }

    Attachment of(long id) {
      return new Attachment(
          id, file.name(), file.size(), "upload:" + file.key(), file.contentType());
    }
  }

  /**
   * @param added run for each file
   */
  UploadsInMemory(Runnable added) {
    this.added = added;
  }

  @Override
  public CompletionStage<Optional<Long>> add(long ticket, String holder, StoredFile file) {
    added.run();
    long id = ActSource.counted(1_000L + rows.size());
    rows.put(id, new Row(ticket, holder, file, 0));
    return CompletableFuture.completedStage(Optional.of(id));
  }

  @Override
  public CompletionStage<Done> discard(String key) {
    return CompletableFuture.completedStage(Done.getInstance());
  }

  @Override
  public CompletionStage<Boolean> hasRoom(String holder, long size) {
    return CompletableFuture.completedStage(
        rows.values().stream().filter(row -> row.holder().equals(holder)).count() < MOST);
  }

  @Override
  public CompletionStage<Boolean> areFree(List<Long> files, long ticket, String holder) {
    return CompletableFuture.completedStage(are(files, ticket, holder, 0));
  }

  private boolean are(List<Long> files, long ticket, String holder, long source) {
    return files.stream()
        .map(rows::get)
        .allMatch(row ->
            row != null
                && row.ticket() == ticket
                && row.holder().equals(holder)
                && (row.source() == 0 || row.source() == source));
  }

  @Override
  public CompletionStage<Optional<List<Attachment>>> claim(
      List<Long> files, long ticket, String holder, long source) {
    if (!are(files, ticket, holder, source)) {
      return CompletableFuture.completedStage(Optional.empty());
    }
    files.forEach(id -> rows.computeIfPresent(id, (_, row) -> row.claimedBy(source)));
    return CompletableFuture.completedStage(
        Optional.of(
            files.stream()
                .flatMap(id -> Optional.ofNullable(rows.get(id)).map(row -> row.of(id)).stream())
                .toList()));
  }

  @Override
  public CompletionStage<Done> release(long source) {
    rows.replaceAll((_, row) -> row.source() == source ? row.claimedBy(0) : row);
    return CompletableFuture.completedStage(Done.getInstance());
  }
}
