package dev.switchboard.ticket.erase;

import dev.switchboard.storage.Database;
import dev.switchboard.storage.FileStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds copies of files that nothing names: a copy is kept before the row or the event that names
 * it, and the process may end in between. Each round looks at the next copies of the file store, in
 * the order of their keys, and begins anew behind the last one. What it finds is left to {@link
 * UnusedFiles}, which looks again before it deletes. One round at a time.
 */
public final class UnnamedFiles {
  /** Copies of a round. A store of a million is looked through in a day or so. */
  static final int AT_A_TIME = 1_000;

  private static final Logger LOG = LoggerFactory.getLogger(UnnamedFiles.class);

  private final Database database;
  private final FileStore files;
  private final Duration rest;
  private final int most;
  private volatile String last = "";

  /**
   * @param rest the time for which a copy must not have been kept anew; much longer than the time
   *     from a copy to its row in the tables
   */
  public UnnamedFiles(Database database, FileStore files, Duration rest) {
    this(database, files, rest, AT_A_TIME);
  }

  UnnamedFiles(Database database, FileStore files, Duration rest, int most) {
    this.database = database;
    this.files = files;
    this.rest = rest;
    this.most = most;
  }

  /** Looks at the next copies; completes with the number of those that nothing names. */
  public CompletionStage<Integer> look() {
    return files
        .untouched(last, rest, most)
        .thenCompose(keys ->
            (keys.isEmpty() ? CompletableFuture.completedStage(0) : discard(keys))
                .thenApply(found -> {
                  last = keys.size() < most ? "" : keys.getLast();
                  if (found > 0) {
                    LOG.info("{} stored files belong to nothing, and are deleted", found);
                  }
                  return found;
                }));
  }

  private CompletionStage<Integer> discard(List<String> keys) {
    return database.query(handle ->
        handle
            .createUpdate(
                """
                insert into file_garbage (key, since)
                select key, now() from unnest(cast(:keys as text[])) as kept (key)
                where not exists (select from ticket_file f where f.key = kept.key)
                  and not exists (select from ticket t where t.transcript_key = kept.key)
                  and not exists (select from upload u where u.key = kept.key)
                on conflict do nothing
                """)
            .bindArray("keys", String.class, keys.toArray())
            .execute());
  }
}
