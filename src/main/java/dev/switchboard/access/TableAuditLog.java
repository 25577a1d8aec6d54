package dev.switchboard.access;

import dev.switchboard.storage.Database;
import dev.switchboard.storage.StorageUnavailable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.Done;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@link AuditLog} in the table {@code audit_log}. Acts that are written once are stored in
 * batches: a batch has the acts that were written while the batch before it was being stored. Reads
 * are collected and written together; while the database is out of reach, {@link #MOST_WAITING} of
 * them are kept in memory, and the number of lost ones is logged. Thread-safe.
 */
public final class TableAuditLog implements AuditLog {
  static final int MOST_WAITING = 20_000;

  private static final Logger LOG = LoggerFactory.getLogger(TableAuditLog.class);

  /** Well within the second that {@link AuditLog#note} promises. */
  private static final long PAUSE_MILLIS = 400;

  /** The pause after a failure. */
  private static final long LONG_PAUSE_MILLIS = 2_000;

  /**
   * An entry on its way.
   *
   * @param act the identity of an act that is written once; null for any other entry
   */
  private record Row(@Nullable String act, AuditEntry entry, CompletableFuture<Done> stored) {
    static Row of(AuditEntry entry) {
      return new Row(null, entry, new CompletableFuture<>());
    }
  }

  private final Database database;
  private final List<Row> acts = new ArrayList<>();
  private boolean storing;
  private List<AuditEntry> waiting = new ArrayList<>();
  private boolean writing;
  private long dropped;

  public TableAuditLog(Database database) {
    this.database = database;
  }

  @Override
  public CompletionStage<Done> write(AuditEntry entry) {
    return insert(List.of(Row.of(entry)));
  }

  @Override
  public CompletionStage<Done> writeOnce(String act, AuditEntry entry) {
    Row written = new Row(act, entry, new CompletableFuture<>());
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
    List<Row> batch;
    synchronized (acts) {
      batch = List.copyOf(acts);
      acts.clear();
    }
    store(batch)
        .whenComplete((_, _) -> {
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

  /** Completes when each row is stored, refused, or known to wait for the database. */
  private CompletionStage<Done> store(List<Row> rows) {
    return insert(rows)
        .handle((_, failure) -> failure == null ? settled(rows) : notStored(rows, failure))
        .thenCompose(stage -> stage);
  }

  private static CompletionStage<Done> settled(List<Row> rows) {
    rows.forEach(row -> row.stored().complete(Done.getInstance()));
    return CompletableFuture.completedStage(Done.getInstance());
  }

  /**
   * A row that the database refuses would be refused for ever, and whoever waits for it with it: it
   * is in the server's log. Those beside it are stored.
   */
  private CompletionStage<Done> notStored(List<Row> rows, Throwable failure) {
    if (StorageUnavailable.isMeantBy(failure)) {
      rows.forEach(row -> row.stored().completeExceptionally(failure));
      return CompletableFuture.completedStage(Done.getInstance());
    }
    if (rows.size() == 1) {
      LOG.error("The audit log does not take this entry: {}", rows.getFirst().entry(), failure);
      return settled(rows);
    }
    CompletionStage<Done> each = CompletableFuture.completedStage(Done.getInstance());
    for (Row row : rows) {
      each = each.thenCompose(_ -> store(List.of(row)));
    }
    return each;
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

  /** Writes the waiting reads; to be called before the database is closed. */
  public CompletionStage<Done> flush() {
    List<Row> batch = takeWaiting();
    return store(batch)
        .thenCompose(_ ->
            CompletableFuture.allOf(
                batch.stream().map(Row::stored).toArray(CompletableFuture<?>[]::new)))
        .thenApply(_ -> Done.getInstance());
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
            .map((row, _) -> numbered(row))
            .list());
  }

  static Numbered numbered(ResultSet row) throws SQLException {
    return new Numbered(
        row.getLong("number"),
        new AuditEntry(
            row.getObject("at", OffsetDateTime.class).toInstant(),
            row.getString("caller"),
            row.getString("address"),
            row.getString("surface"),
            row.getString("method"),
            row.getString("resource"),
            row.getInt("status"),
            row.getString("detail")));
  }

  private void later(long millis) {
    CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS).execute(this::writeWaiting);
  }

  private void writeWaiting() {
    List<Row> batch = takeWaiting();
    store(batch).whenComplete((_, _) -> written(batch));
  }

  private synchronized List<Row> takeWaiting() {
    List<Row> batch = waiting.stream().map(Row::of).toList();
    waiting = new ArrayList<>();
    return batch;
  }

  private synchronized void written(List<Row> batch) {
    List<AuditEntry> left =
        batch.stream()
            .filter(row -> row.stored().isCompletedExceptionally())
            .map(Row::entry)
            .toList();
    if (!left.isEmpty()) {
      int room = Math.max(0, MOST_WAITING - waiting.size());
      List<AuditEntry> again = new ArrayList<>(left.subList(0, Math.min(room, left.size())));
      dropped += left.size() - again.size();
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

  private CompletionStage<Done> insert(List<Row> rows) {
    return rows.isEmpty()
        ? CompletableFuture.completedStage(Done.getInstance())
        : database.transaction(handle -> {
          insert(handle, rows);
          return Done.getInstance();
        });
  }

  private static void insert(Handle handle, List<Row> rows) {
    try (PreparedBatch batch =
        handle.prepareBatch(
            """
            insert into audit_log (at, caller, address, surface, method, resource, status, detail, act)
            values (:at, :caller, :address, :surface, :method, :resource, :status, :detail, :act)
            on conflict (surface, act) where act is not null do nothing
            """)) {
      rows.forEach(row -> bound(batch, row.entry()).bind("act", row.act()).add());
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
