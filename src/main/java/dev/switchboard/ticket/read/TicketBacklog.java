package dev.switchboard.ticket.read;

import dev.switchboard.storage.ProjectionLag;
import dev.switchboard.ticket.TicketEntity;
import dev.switchboard.ticket.model.Priority;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;

/**
 * The unfinished work of tickets, from the read tables.
 *
 * @param open the number of tickets that are not closed
 * @param unfinished the number of tickets with a pending post, file or closing
 * @param oldest the time of the oldest message that was neither delivered nor refused
 * @param byPriority the number of tickets that are not closed, by priority
 * @param parked the number of events that could not be projected
 * @param lag the lag of the tables behind the journal
 */
public record TicketBacklog(
    long open,
    long unfinished,
    Optional<Instant> oldest,
    Map<Priority, Long> byPriority,
    long parked,
    ProjectionLag lag) {
  public TicketBacklog {
    byPriority = Map.copyOf(byPriority);
  }

  /** Reads the backlog. */
  public static TicketBacklog read(Handle handle) {
    ProjectionLag lag =
        ProjectionLag.of(
            handle,
            TicketProjection.NAME,
            IntStream.range(0, TicketEntity.TAGS).mapToObj(TicketEntity::tag).toList());
    Map<Priority, Long> byPriority = byPriority(handle);
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
                byPriority,
                row.getLong("parked"),
                lag))
        .one();
  }

  private static Map<Priority, Long> byPriority(Handle handle) {
    Map<Priority, Long> counts = new EnumMap<>(Priority.class);
    handle
        .createQuery("select priority, count(*) from ticket where status <> 'closed' group by 1")
        .map((row, _) -> Map.entry(row.getString(1), row.getLong(2)))
        .forEach(count ->
            Priority.of(count.getKey())
                .ifPresent(priority -> counts.put(priority, count.getValue())));
    return counts;
  }
}
