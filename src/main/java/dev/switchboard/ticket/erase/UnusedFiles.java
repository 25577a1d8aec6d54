package dev.switchboard.ticket.erase;

import dev.switchboard.storage.Database;
import dev.switchboard.storage.FileStore;
import dev.switchboard.ticket.read.TicketBacklog;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes the copies of files that only erased messages used. The same bytes may be sent again at
 * any moment, so a copy is deleted only after a rest in which it was not kept anew, and only if the
 * tables do not use it. Nothing is deleted while the tables are behind the journal by more than
 * half of that rest, or while an event could not be projected.
 */
public final class UnusedFiles {
  private static final Logger LOG = LoggerFactory.getLogger(UnusedFiles.class);

  private static final int AT_A_TIME = 500;

  private final Database database;
  private final FileStore files;
  private final Duration rest;

  /**
   * @param rest the time for which a copy must not have been kept anew
   */
  public UnusedFiles(Database database, FileStore files, Duration rest) {
    this.database = database;
    this.files = files;
    this.rest = rest;
  }

  /** A file to delete, unless it is used again. */
  private record Candidate(String key, boolean named) {}

  /** Deletes the files that can be deleted now; completes with their number. */
  public CompletionStage<Integer> sweep() {
    return database
        .query(handle -> tablesKnow(handle) ? candidates(handle) : List.<Candidate>of())
        .thenCompose(this::sweep);
  }

  private boolean tablesKnow(Handle handle) {
    TicketBacklog backlog = TicketBacklog.read(handle);
    Instant known = Instant.now().minus(rest.dividedBy(2));
    return backlog.parked() == 0 && backlog.lag().oldest().filter(known::isAfter).isEmpty();
  }

  private static List<Candidate> candidates(Handle handle) {
    return handle
        .createQuery(
            """
            select g.key, exists (select from ticket_file f where f.key = g.key)
              or exists (select from ticket t where t.transcript_key = g.key)
              or exists (select from upload u where u.key = g.key) as named
            from file_garbage g order by g.since limit :most
            """)
        .bind("most", AT_A_TIME)
        .map((row, _) -> new Candidate(row.getString("key"), row.getBoolean("named")))
        .list();
  }

  private CompletionStage<Integer> sweep(List<Candidate> candidates) {
    CompletionStage<Integer> deleted = CompletableFuture.completedStage(0);
    for (Candidate candidate : candidates) {
      deleted =
          deleted.thenCompose(count ->
              candidate.named()
                  ? forget(candidate.key()).thenApply(_ -> count)
                  : delete(candidate.key()).thenApply(gone -> gone ? count + 1 : count));
    }
    return deleted;
  }

  /** Deletes a copy. A copy that cannot be deleted is moved behind all others. */
  private CompletionStage<Boolean> delete(String key) {
    return files
        .deleteUntouched(key, rest)
        .handle((gone, failure) -> {
          if (failure != null) {
            LOG.warn("An erased file is deleted later: {}", failure.toString());
            return postpone(key);
          }
          return gone ? forget(key) : CompletableFuture.completedStage(false);
        })
        .thenCompose(stage -> stage);
  }

  private CompletionStage<Boolean> postpone(String key) {
    return database.transaction(handle -> {
      handle
          .createUpdate("update file_garbage set since = now() where key = :key")
          .bind("key", key)
          .execute();
      return false;
    });
  }

  private CompletionStage<Boolean> forget(String key) {
    return database.transaction(handle ->
        handle.createUpdate("delete from file_garbage where key = :key").bind("key", key).execute()
            > 0);
  }
}
