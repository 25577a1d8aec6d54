package dev.switchboard.ticket.read;

import dev.switchboard.ticket.TicketEntity;
import dev.switchboard.ticket.model.TicketEvent;
import java.util.List;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.serialization.Serialization;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.RowMapper;

/**
 * A {@link TicketHistory} in the database. Each call is a short query of its own, so that no
 * connection is held while a long journal is read.
 */
final class JournalHistory implements TicketHistory {
  private static final int MOST = 200;

  private final Jdbi jdbi;
  private final String persistenceId;
  private final RowMapper<Numbered> event;

  JournalHistory(Jdbi jdbi, Serialization serialization, long ticket) {
    this.jdbi = jdbi;
    persistenceId = PersistenceId.of(TicketEntity.TYPE_KEY.name(), Long.toString(ticket)).id();
    event =
        (row, _) ->
            new Numbered(
                row.getLong("sequence_number"),
                (TicketEvent)
                    serialization
                        .deserialize(
                            row.getBytes("event_payload"),
                            row.getInt("event_ser_id"),
                            row.getString("event_ser_manifest"))
                        .get());
  }

  @Override
  public List<Numbered> after(long sequence) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select sequence_number, event_payload, event_ser_id, event_ser_manifest from event_journal
                where persistence_id = :id and sequence_number > :after and not deleted
                order by sequence_number limit :most
                """)
            .bind("id", persistenceId)
            .bind("after", sequence)
            .bind("most", MOST)
            .map(event)
            .list());
  }

  @Override
  public List<Numbered> at(List<Long> sequences) {
    return sequences.isEmpty() ? List.of() : jdbi.withHandle(handle -> at(handle, sequences));
  }

  private List<Numbered> at(Handle handle, List<Long> sequences) {
    return handle
        .createQuery(
            """
            select sequence_number, event_payload, event_ser_id, event_ser_manifest from event_journal
            where persistence_id = :id and sequence_number = any(:sequences) and not deleted
            """)
        .bind("id", persistenceId)
        .bindArray("sequences", Long.class, sequences)
        .map(event)
        .list();
  }
}
