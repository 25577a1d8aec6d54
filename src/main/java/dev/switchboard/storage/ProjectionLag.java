package dev.switchboard.storage;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The lag of a projection behind the journal.
 *
 * @param events the number of events with its tags that it has not processed yet
 * @param oldest the time at which the first of these was written; empty if there is none
 */
public record ProjectionLag(long events, Optional<Instant> oldest) {
  /** Reads the lag of all tags of a projection together. */
  public static ProjectionLag of(Handle handle, String projection, List<String> tags) {
    return handle
        .createQuery(
            """
            select count(*) as events, min(event_journal.write_timestamp) as oldest
            from unnest(:tags) as wanted (tag)
            left join pekko_projection_offset_store as offsets
              on offsets.projection_name = :projection and offsets.projection_key = wanted.tag
            join event_tag on event_tag.tag = wanted.tag
              and event_tag.event_id > coalesce(offsets.current_offset, '0')::bigint
            join event_journal on event_journal.ordering = event_tag.event_id
            """)
        .bind("projection", projection)
        .bindArray("tags", String.class, tags)
        .map((row, _) -> {
          long events = row.getLong("events");
          return new ProjectionLag(
              events,
              events == 0
                  ? Optional.empty()
                  : Optional.of(Instant.ofEpochMilli(row.getLong("oldest"))));
        })
        .one();
  }
}
