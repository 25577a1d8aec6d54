package dev.switchboard.access;

import dev.switchboard.storage.Database;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes old reads, refusals and acts of staff from the audit log every hour. The database itself
 * never deletes the changes of administrators, or entries of the last day.
 */
public final class AuditRetention {
  private static final Logger LOG = LoggerFactory.getLogger(AuditRetention.class);
  private static final Duration FIRST = Duration.ofMinutes(1);
  private static final Duration EACH = Duration.ofHours(1);

  /** Rows per transaction: others may have to wait for it. */
  private static final int AT_ONCE = 5_000;

  private final Database database;
  private final AdminSettings.Audit kept;

  AuditRetention(Database database, AdminSettings.Audit kept) {
    this.database = database;
    this.kept = kept;
  }

  /** Starts the hourly deletion. Every node does it; it is cheap if nothing is to be deleted. */
  public static void begin(ActorSystem<?> system, Database database, AdminSettings.Audit kept) {
    AuditRetention retention = new AuditRetention(database, kept);
    system
        .scheduler()
        .scheduleWithFixedDelay(FIRST, EACH, retention::once, system.executionContext());
  }

  private void once() {
    forget()
        .whenComplete((rows, failure) -> {
          if (failure != null) {
            LOG.warn("Old entries of the audit log stay for another hour: {}", failure.toString());
          } else if (rows > 0) {
            LOG.info("{} old entries of the audit log were forgotten.", rows);
          }
        });
  }

  /** Deletes old entries; completes with their number. */
  CompletionStage<Long> forget() {
    return forget(0);
  }

  private CompletionStage<Long> forget(long before) {
    CompletionStage<Integer> some =
        database.transaction(handle ->
            handle
                .createQuery("select audit_log_forget(:reads, :refusals, :staff, :most)")
                .bind("reads", kept.readDays())
                .bind("refusals", kept.refusalDays())
                .bind("staff", kept.staffDays())
                .bind("most", AT_ONCE)
                .mapTo(Integer.class)
                .one());
    return some.thenCompose(rows ->
        rows < AT_ONCE ? CompletableFuture.completedStage(before + rows) : forget(before + rows));
  }
}
