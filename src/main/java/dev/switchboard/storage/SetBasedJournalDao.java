package dev.switchboard.storage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.jdbc.config.JournalConfig;
import org.apache.pekko.persistence.jdbc.journal.dao.DefaultJournalDao;
import org.apache.pekko.persistence.jdbc.journal.dao.JournalTables.JournalPekkoSerializationRow;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.scaladsl.Source;
import scala.Tuple2;
import scala.collection.immutable.Seq;
import scala.collection.immutable.Set;
import scala.concurrent.ExecutionContext;
import scala.concurrent.Future;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.BoxedUnit;
import scala.util.Failure;
import scala.util.Try;
import slick.dbio.DBIOAction;
import slick.jdbc.JdbcBackend;
import slick.jdbc.JdbcProfile;
import slick.jdbc.SimpleJdbcAction;

/**
 * The journal's access to the tables {@code event_journal} and {@code event_tag}. It writes a batch
 * in one statement, whereas the original inserts row by row and reads each row's number for its
 * tags. An event that cannot be read is an {@link UnreadableEvent}. Created by the journal plugin,
 * by its class name.
 */
public final class SetBasedJournalDao extends DefaultJournalDao {
  /** Numbers the events in their order in the batch. */
  private static final String INSERT =
      """
      with written as (
        insert into event_journal (persistence_id, sequence_number, deleted, writer, write_timestamp,
          adapter_manifest, event_ser_id, event_ser_manifest, event_payload)
        select persistence_id, sequence_number, deleted, writer, write_timestamp,
          adapter_manifest, event_ser_id, event_ser_manifest, event_payload
        from unnest(cast(? as text[]), cast(? as bigint[]), cast(? as boolean[]), cast(? as text[]),
                    cast(? as bigint[]), cast(? as text[]), cast(? as int[]), cast(? as text[]), cast(? as bytea[]))
          with ordinality as batch (persistence_id, sequence_number, deleted, writer, write_timestamp,
            adapter_manifest, event_ser_id, event_ser_manifest, event_payload, place)
        order by place
        returning ordering, persistence_id, sequence_number)
      insert into event_tag (event_id, tag)
      select ordering, tag
      from written
      join unnest(cast(? as text[]), cast(? as bigint[]), cast(? as text[]))
        as tagged (persistence_id, sequence_number, tag) using (persistence_id, sequence_number)
      """;

  public SetBasedJournalDao(
      JdbcBackend.JdbcDatabaseDef database,
      JdbcProfile profile,
      JournalConfig configuration,
      Serialization serialization,
      ExecutionContext executor,
      Materializer materializer) {
    super(database, profile, configuration, serialization, executor, materializer);
    this.progress = JournalProgress.of(Adapter.toTyped(materializer.system()));
  }

  private final JournalProgress progress;

  private record Event(JournalPekkoSerializationRow row, List<String> tags) {}

  private record Tagged(JournalPekkoSerializationRow row, String tag) {}

  @Override
  public Future<BoxedUnit> writeJournalRows(
      Seq<Tuple2<JournalPekkoSerializationRow, Set<String>>> batch) {
    List<Event> events = new ArrayList<>();
    for (Tuple2<JournalPekkoSerializationRow, Set<String>> one :
        CollectionConverters.asJava(batch)) {
      if (one._1().metaPayload().isDefined()) {
        // No event of Switchboard has metadata.
        return super.writeJournalRows(batch);
      }
      events.add(new Event(one._1(), List.copyOf(CollectionConverters.asJava(one._2()))));
    }
    return run(
        new SimpleJdbcAction<>(context -> {
          // A single statement is a transaction of its own, which is committed here.
          insert(context.connection(), events);
          progress.writes.rise();
          return BoxedUnit.UNIT;
        }));
  }

  @Override
  public Source<Try<Tuple2<PersistentRepr, Object>>, NotUsed> messages(
      String persistenceId, long from, long to, long most) {
    return super.messages(persistenceId, from, to, most)
        .asJava()
        .statefulMapConcat(() -> {
          AtomicLong last = new AtomicLong(from - 1);
          return event -> List.of(named(persistenceId, last, event));
        })
        .asScala();
  }

  private static Try<Tuple2<PersistentRepr, Object>> named(
      String persistenceId, AtomicLong last, Try<Tuple2<PersistentRepr, Object>> event) {
    if (event instanceof Failure<Tuple2<PersistentRepr, Object>> failure) {
      return new Failure<>(
          new UnreadableEvent(
              persistenceId, "The event behind number " + last, failure.exception()));
    }
    last.set(event.get()._1().sequenceNr());
    return event;
  }

  /** The cast is needed because Scala's type of effects has no name in Java. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  private Future<BoxedUnit> run(SimpleJdbcAction<BoxedUnit> action) {
    return db().run((DBIOAction) action);
  }

  private static void insert(Connection connection, List<Event> events) {
    List<Tagged> tagged =
        events.stream()
            .flatMap(event -> event.tags().stream().map(tag -> new Tagged(event.row(), tag)))
            .toList();
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      Object[][] columns = {
        events.stream().map(one -> one.row().persistenceId()).toArray(),
        events.stream().map(one -> one.row().sequenceNumber()).toArray(),
        events.stream().map(one -> one.row().deleted()).toArray(),
        events.stream().map(one -> one.row().writer()).toArray(),
        events.stream().map(one -> one.row().writeTimestamp()).toArray(),
        events.stream().map(one -> one.row().adapterManifest()).toArray(),
        events.stream().map(one -> one.row().eventSerId()).toArray(),
        events.stream().map(one -> one.row().eventSerManifest()).toArray(),
        events.stream().map(one -> one.row().eventPayload()).toArray(byte[][]::new),
        tagged.stream().map(one -> one.row().persistenceId()).toArray(),
        tagged.stream().map(one -> one.row().sequenceNumber()).toArray(),
        tagged.stream().map(Tagged::tag).toArray(),
      };
      String[] types = {
        "text", "bigint", "boolean", "text", "bigint", "text", "integer", "text", "bytea", "text",
        "bigint", "text"
      };
      for (int column = 0; column < columns.length; column++) {
        insert.setArray(column + 1, connection.createArrayOf(types[column], columns[column]));
      }
      insert.executeUpdate();
    } catch (SQLException e) {
      throw new StorageUnavailable("events were not written: " + e.getMessage(), e);
    }
  }
}
