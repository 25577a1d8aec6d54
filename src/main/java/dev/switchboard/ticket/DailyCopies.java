package dev.switchboard.ticket;

import dev.switchboard.storage.Database;
import dev.switchboard.ticket.model.Attachment;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jdbi.v3.core.Handle;

/**
 * The limit on the bytes of one member's attachments that are copied within 24 hours. Each
 * attachment counts once, however often and on whichever node it is requested. Thread-safe.
 */
public final class DailyCopies {
  private static final Duration DAY = Duration.ofDays(1);

  private final Database database;
  private final long most;
  private final Clock clock;

  /**
   * @param most the limit in bytes; 0 for no limit
   */
  public DailyCopies(Database database, long most, Clock clock) {
    this.database = database;
    this.most = most;
    this.clock = clock;
  }

  /** The limit in bytes; 0 for no limit. */
  public long most() {
    return most;
  }

  /**
   * Counts an attachment if it fits into the rest of the member's limit, and gives whether it fits.
   * Fails if the database is out of reach.
   */
  public CompletionStage<Boolean> count(long member, Attachment attachment) {
    return most == 0
        ? CompletableFuture.completedStage(true)
        : database.transaction(handle -> count(handle, member, attachment));
  }

  private boolean count(Handle handle, long member, Attachment attachment) {
    Instant now = clock.instant();
    // One transaction at a time for each member, so that two nodes do not both grant the last
    // bytes.
    handle.execute("select pg_advisory_xact_lock(hashtextextended('daily copies', ?))", member);
    handle.execute("delete from daily_copy where asked_at < ?", now.minus(DAY));
    if (isCounted(handle, attachment)) {
      return true;
    }
    return handle
            .createUpdate(
                """
                insert into daily_copy (attachment, member_id, bytes, asked_at)
                select :attachment, :member, :bytes, :now
                where :bytes + (select coalesce(sum(bytes), 0) from daily_copy where member_id = :member)
                  <= :most
                on conflict do nothing
                """)
            .bind("attachment", attachment.id())
            .bind("member", member)
            .bind("bytes", attachment.knownSize())
            .bind("now", now)
            .bind("most", most)
            .execute()
        == 1;
  }

  private static boolean isCounted(Handle handle, Attachment attachment) {
    return handle
        .createQuery("select exists (select from daily_copy where attachment = ?)")
        .bind(0, attachment.id())
        .mapTo(Boolean.class)
        .one();
  }
}
