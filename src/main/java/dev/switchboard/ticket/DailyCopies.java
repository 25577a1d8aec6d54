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
 * How many bytes of one member's attachments are copied within a day. Each attachment counts once,
 * however often it is asked for, on whatever node. Thread-safe.
 */
public final class DailyCopies {
  private static final Duration DAY = Duration.ofDays(1);

  private final Database database;
  private final long most;
  private final Clock clock;

  /**
   * @param most bytes; 0 for any number
   */
  public DailyCopies(Database database, long most, Clock clock) {
    this.database = database;
    this.most = most;
    this.clock = clock;
  }

  /** The most, in bytes; 0 for any number. */
  public long most() {
    return most;
  }

  /**
   * Counts an attachment, if it fits into what is left of its member's day; whether it does. Fails
   * where the database is out of reach.
   */
  public CompletionStage<Boolean> count(long member, Attachment attachment) {
    return most == 0
        ? CompletableFuture.completedStage(true)
        : database.transaction(handle -> count(handle, member, attachment));
  }

  private boolean count(Handle handle, long member, Attachment attachment) {
    Instant now = clock.instant();
    // One after another for each member, so that two nodes do not both give the last bytes away.
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
