package dev.switchboard.discord.inbox;

import dev.switchboard.storage.Database;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * What Discord told us and nobody has acted on yet: how far the journal is behind the inbox.
 *
 * @param pending rows whose effect is not persisted yet
 * @param oldest when the first of them came in
 * @param deadLetters what could not be decoded or taken, ever
 */
public record InboxBacklog(long pending, Optional<Instant> oldest, long deadLetters) {
  /** Reads it; see {@link Database#query}. */
  public static InboxBacklog read(Handle handle) {
    return handle
        .createQuery(
            """
            select count(*) as pending, min(received_at) as oldest,
              (select count(*) from dead_letter) as dead_letters
            from inbox where payload is not null
            """)
        .map((row, _) ->
            new InboxBacklog(
                row.getLong("pending"),
                Optional.ofNullable(row.getObject("oldest", OffsetDateTime.class))
                    .map(OffsetDateTime::toInstant),
                row.getLong("dead_letters")))
        .one();
  }
}
