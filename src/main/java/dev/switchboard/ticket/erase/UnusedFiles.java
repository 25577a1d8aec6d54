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
 * Deletes the copies of files that only erased messages named. The same bytes may be sent again at
 * any moment: a copy goes only when nobody has kept it anew for a while, and the tables, which know
 * everything that was stored until half of that ago, name it nowhere. While they are further
 * behind, or an event could not be projected to them, nothing goes.
 */
public final class UnusedFiles {
  private static final Logger LOG = LoggerFactory.getLogger(UnusedFiles.class);

  private static final int AT_A_TIME = 500;

  private final Database database;
  private final FileStore files;
  private final Duration rest;

  /**
   * @param rest how long nobody must have kept a copy anew
   */
  public UnusedFiles(Database database, FileStore files, Duration rest) {
    this.database = database;
    this.files = files;
    this.rest = rest;
  }

  /** A file that is garbage, unless it is named anew. */
  private record Candidate(String key, boolean named) {}

  /** Deletes what can go now, and completes with how many that were. */
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
              or exists (select from ticket t where t.transcript_key = g.key) as named
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

  /** One that cannot be deleted stands behind all others from now on. */
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
