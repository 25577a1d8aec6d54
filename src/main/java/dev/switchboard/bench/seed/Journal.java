package dev.switchboard.bench.seed;

import dev.switchboard.bench.seed.TicketScript.Played;
import dev.switchboard.bench.seed.TicketScript.Snapshot;
import dev.switchboard.entity.Kind;
import dev.switchboard.entity.Snapshots;
import dev.switchboard.ticket.TicketEntity;
import dev.switchboard.ticket.correspondent.Correspondent;
import dev.switchboard.ticket.correspondent.CorrespondentEntity;
import dev.switchboard.ticket.model.TicketEvent;
import dev.switchboard.ticket.model.TicketState;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.Serializer;
import org.apache.pekko.serialization.Serializers;

/**
 * Writes events and snapshots into the tables of the journal, in the form of the product's
 * serializers. Thread-safe.
 */
final class Journal {
  private final Serialization serialization;
  private final String writer = UUID.randomUUID().toString();
  private final AtomicLong ordering = new AtomicLong();
  private final Map<String, Long> newest = new ConcurrentHashMap<>();

  Journal(Serialization serialization) {
    this.serialization = serialization;
  }

  /** The number of the last event in the journal. */
  long last() {
    return ordering.get();
  }

  /** The number of the last event with each tag. */
  Map<String, Long> newest() {
    return Map.copyOf(newest);
  }

  /** The events and snapshots of some tickets and of their correspondents. */
  void write(Connection connection, List<Played> tickets) throws SQLException {
    BinaryCopy events =
        new BinaryCopy(
            "event_journal (ordering, persistence_id, sequence_number, deleted, writer,"
                + " write_timestamp, adapter_manifest, event_ser_id, event_ser_manifest,"
                + " event_payload)",
            10);
    BinaryCopy tags = new BinaryCopy("event_tag (event_id, tag)", 2);
    BinaryCopy snapshots =
        new BinaryCopy(
            "snapshot (persistence_id, sequence_number, created, snapshot_ser_id,"
                + " snapshot_ser_manifest, snapshot_payload)",
            6);
    for (Played played : tickets) {
      event(
          events,
          tags,
          CorrespondentEntity.KIND,
          Long.toString(played.face().user()),
          1,
          new Correspondent.Event.Assigned(played.ticket(), played.events().getFirst().at()),
          played.events().getFirst().at());
      String id = Integer.toString(played.ticket());
      long sequence = 0;
      for (TicketEvent one : played.events()) {
        sequence++;
        event(events, tags, TicketEntity.KIND, id, sequence, one, one.at());
      }
      for (Snapshot snapshot : played.snapshots()) {
        snapshot(snapshots, id, snapshot);
      }
    }
    events.send(connection);
    tags.send(connection);
    snapshots.send(connection);
  }

  private void event(
      BinaryCopy events,
      BinaryCopy tags,
      Kind<?, ?> kind,
      String id,
      long sequence,
      Object event,
      Instant at) {
    Serializer serializer = serialization.findSerializerFor(event);
    long number = ordering.incrementAndGet();
    events
        .row()
        .bigint(number)
        .text(kind.persistenceId(id).id())
        .bigint(sequence)
        .bool(false)
        .text(writer)
        .bigint(at.toEpochMilli())
        .text("")
        .integer(serializer.identifier())
        .text(Serializers.manifestFor(serializer, event))
        .binary(serializer.toBinary(event));
    for (String tag : kind.tags(id)) {
      tags.row().bigint(number).text(tag);
      newest.merge(tag, number, Math::max);
    }
  }

  private void snapshot(BinaryCopy snapshots, String id, Snapshot snapshot) {
    Object stored = stored(TicketEntity.KIND.snapshots().orElseThrow(), snapshot.state());
    Serializer serializer = serialization.findSerializerFor(stored);
    snapshots
        .row()
        .text(TicketEntity.KIND.persistenceId(id).id())
        .bigint(snapshot.sequence())
        .bigint(snapshot.at().toEpochMilli())
        .integer(serializer.identifier())
        .text(Serializers.manifestFor(serializer, stored))
        .binary(serializer.toBinary(stored));
  }

  private static <T> Object stored(Snapshots<TicketState, T> form, TicketState state) {
    return form.stored().apply(state);
  }
}
