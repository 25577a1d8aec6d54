package dev.switchboard.access;

import dev.switchboard.storage.Database;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.pekko.Done;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@link AuditLog} in the table {@code audit_log}. Acts that are written once are stored in
 * batches: a batch is what was written while the one before it was being stored. Reads are
 * collected and written together; while the database is out of reach, {@link #MOST_WAITING} of them
 * are kept in memory, and how many were not is in the log. Safe for use by several threads.
 */
public final class TableAuditLog implements AuditLog {
  static final int MOST_WAITING = 20_000;

  private static final Logger LOG = LoggerFactory.getLogger(TableAuditLog.class);

  /** Well within the second that is promised. */
  private static final long PAUSE_MILLIS = 400;

  /** After a failure. */
  private static final long LONG_PAUSE_MILLIS = 2_000;

  /** Classes of SQLSTATE for a statement that stays wrong: data, constraints, syntax and rights. */
  private static final Set<String> REFUSED = Set.of("22", "23", "42");

  private record Act(String id, AuditEntry entry, CompletableFuture<Done> stored) {}

  private final Database database;
  private final List<Act> acts = new ArrayList<>();
  private boolean storing;
  private List<AuditEntry> waiting = new ArrayList<>();
  private boolean writing;
  private long dropped;

  public TableAuditLog(Database database) {
    this.database = database;
  }

  @Override
  public CompletionStage<Done> write(AuditEntry entry) {
    return insert(List.of(entry));
  }

  @Override
  public CompletionStage<Done> writeOnce(String act, AuditEntry entry) {
    Act written = new Act(act, entry, new CompletableFuture<>());
    synchronized (acts) {
      acts.add(written);
      if (storing) {
        return written.stored();
      }
      storing = true;
    }
    storeActs();
    return written.stored();
  }

  private void storeActs() {
    List<Act> batch;
    synchronized (acts) {
      batch = List.copyOf(acts);
      acts.clear();
    }
    database
        .transaction(handle -> {
          insertActs(handle, batch);
          return Done.getInstance();
        })
        .whenComplete((_, failure) -> {
          stored(batch, failure);
          boolean more;
          synchronized (acts) {
            more = !acts.isEmpty();
            storing = more;
          }
          if (more) {
            storeActs();
          }
        });
  }

  private static void stored(List<Act> batch, @Nullable Throwable failure) {
    if (failure == null || isRefused(failure)) {
      if (failure != null) {
        List<AuditEntry> entries = batch.stream().map(Act::entry).toList();
        LOG.error("The audit log does not take these acts: {}", entries, failure);
      }
      batch.forEach(act -> act.stored().complete(Done.getInstance()));
    } else {
      batch.forEach(act -> act.stored().completeExceptionally(failure));
    }
  }

  private static boolean isRefused(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
        .filter(SQLException.class::isInstance)
        .map(cause -> ((SQLException) cause).getSQLState())
        .anyMatch(state -> state != null && REFUSED.contains(state.substring(0, 2)));
  }

  @Override
  public synchronized void note(AuditEntry entry) {
    if (waiting.size() >= MOST_WAITING) {
      dropped++;
      return;
    }
    waiting.add(entry);
    if (!writing) {
      writing = true;
      later(PAUSE_MILLIS);
    }
  }

  /** Writes what waits; to be called before the database is closed. */
  public CompletionStage<Done> flush() {
    List<AuditEntry> batch = takeWaiting();
    return batch.isEmpty() ? CompletableFuture.completedStage(Done.getInstance()) : insert(batch);
  }

  @Override
  public CompletionStage<List<Numbered>> read(OptionalLong before, int most) {
    return database.query(handle ->
        handle
            .createQuery(
                """
                select number, at, caller, address, surface, method, resource, status, detail
                from audit_log where number < :before order by number desc limit :most
                """)
            .bind("before", before.orElse(Long.MAX_VALUE))
            .bind("most", most)
            .map((row, _) ->
                new Numbered(
                    row.getLong("number"),
                    new AuditEntry(
                        row.getObject("at", OffsetDateTime.class).toInstant(),
                        row.getString("caller"),
                        row.getString("address"),
                        row.getString("surface"),
                        row.getString("method"),
                        row.getString("resource"),
                        row.getInt("status"),
                        row.getString("detail"))))
            .list());
  }

  private void later(long millis) {
    CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS).execute(this::writeWaiting);
  }

  private void writeWaiting() {
    List<AuditEntry> batch = takeWaiting();
    insert(batch).whenComplete((_, failure) -> written(batch, failure != null));
  }

  private synchronized List<AuditEntry> takeWaiting() {
    List<AuditEntry> batch = waiting;
    waiting = new ArrayList<>();
    return batch;
  }

  private synchronized void written(List<AuditEntry> batch, boolean failed) {
    if (failed) {
      int room = Math.max(0, MOST_WAITING - waiting.size());
      List<AuditEntry> again = new ArrayList<>(batch.subList(0, Math.min(room, batch.size())));
      dropped += batch.size() - again.size();
      again.addAll(waiting);
      waiting = again;
      later(LONG_PAUSE_MILLIS);
      return;
    }
    if (dropped > 0) {
      LOG.error("{} reads of administrators are missing from the audit log.", dropped);
      dropped = 0;
    }
    writing = !waiting.isEmpty();
    if (writing) {
      later(PAUSE_MILLIS);
    }
  }

  private CompletionStage<Done> insert(List<AuditEntry> entries) {
    return database.transaction(handle -> {
      insert(handle, entries);
      return Done.getInstance();
    });
  }

  private static void insert(Handle handle, List<AuditEntry> entries) {
    try (PreparedBatch batch =
        handle.prepareBatch(
            """
            insert into audit_log (at, caller, address, surface, method, resource, status, detail)
            values (:at, :caller, :address, :surface, :method, :resource, :status, :detail)
            """)) {
      entries.forEach(entry -> bound(batch, entry).add());
      batch.execute();
    }
  }

  private static void insertActs(Handle handle, List<Act> acts) {
    try (PreparedBatch batch =
        handle.prepareBatch(
            """
            insert into audit_log (at, caller, address, surface, method, resource, status, detail, act)
            values (:at, :caller, :address, :surface, :method, :resource, :status, :detail, :act)
            on conflict do nothing
            """)) {
      acts.forEach(act -> bound(batch, act.entry()).bind("act", act.id()).add());
      batch.execute();
    }
  }

  private static PreparedBatch bound(PreparedBatch batch, AuditEntry entry) {
    return batch
        .bind("at", entry.at().atOffset(ZoneOffset.UTC))
        .bind("caller", entry.caller())
        .bind("address", entry.address())
        .bind("surface", entry.surface())
        .bind("method", entry.method())
        .bind("resource", entry.resource())
        .bind("status", entry.status())
        .bind("detail", entry.detail());
  }
}
