package dev.switchboard.discord.inbox;

import dev.switchboard.storage.Database;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The rows that wait in the inbox: the distance of the journal behind it.
 *
 * @param pending rows whose effect is not stored yet
 * @param oldest the time at which the oldest of them was received
 * @param deadLetters all dead letters so far
 */
public record InboxBacklog(long pending, Optional<Instant> oldest, long deadLetters) {
  /** Reads the figures; see {@link Database#query}. */
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
