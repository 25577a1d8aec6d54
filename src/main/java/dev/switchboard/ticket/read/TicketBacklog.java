package dev.switchboard.ticket.read;

import dev.switchboard.storage.ProjectionLag;
import dev.switchboard.ticket.TicketEntity;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;

/**
 * What the tickets have still to do, as the read tables know it.
 *
 * @param open tickets that are not closed
 * @param unfinished those with a post, a file or their closing under way
 * @param oldest when the oldest message was said that has neither reached its other side nor was
 *     refused there
 * @param parked events that the tables could not take
 * @param lag how far the tables are behind the journal
 */
public record TicketBacklog(
    long open, long unfinished, Optional<Instant> oldest, long parked, ProjectionLag lag) {
  /** Reads it. */
  public static TicketBacklog read(Handle handle) {
    ProjectionLag lag =
        ProjectionLag.of(
            handle,
            TicketProjection.NAME,
            IntStream.range(0, TicketEntity.TAGS).mapToObj(TicketEntity::tag).toList());
    return handle
        .createQuery(
            """
            select
              count(*) filter (where status <> 'closed') as open,
              count(*) filter (where status = 'closing' or pending_posts > 0
                or oldest_undelivered_at is not null or waiting_files > 0) as unfinished,
              min(oldest_undelivered_at) as oldest,
              (select count(*) from projection_parked) as parked
            from ticket
            where status <> 'closed' or pending_posts > 0
              or oldest_undelivered_at is not null or waiting_files > 0
            """)
        .map((row, _) ->
            new TicketBacklog(
                row.getLong("open"),
                row.getLong("unfinished"),
                Optional.ofNullable(row.getObject("oldest", OffsetDateTime.class))
                    .map(OffsetDateTime::toInstant),
                row.getLong("parked"),
                lag))
        .one();
  }
}
