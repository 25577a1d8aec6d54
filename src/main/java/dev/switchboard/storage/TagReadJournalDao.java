package dev.switchboard.storage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.jdbc.PekkoSerialization;
import org.apache.pekko.persistence.jdbc.config.ReadJournalConfig;
import org.apache.pekko.persistence.jdbc.journal.dao.JournalTables.JournalPekkoSerializationRow;
import org.apache.pekko.persistence.jdbc.query.dao.DefaultReadJournalDao;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.javadsl.Source;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;
import scala.Tuple2;
import scala.Tuple3;
import scala.collection.immutable.Set;
import scala.concurrent.ExecutionContext;
import scala.concurrent.Future;
import scala.jdk.javaapi.CollectionConverters;
import scala.jdk.javaapi.FutureConverters;
import scala.util.Failure;
import scala.util.Try;
import slick.dbio.DBIOAction;
import slick.jdbc.JdbcBackend;
import slick.jdbc.JdbcProfile;
import slick.jdbc.SimpleJdbcAction;

/**
 * The projections' access to the events of a tag, and to the numbers of all events. It differs from
 * the original in four points.
 *
 * <p>The original bounds the numbers of the journal and joins the tags to them. PostgreSQL does not
 * carry the bounds over to the tags, so it read all events that ever had the tag, or chose a plan
 * that took seconds when the tables were new and had no statistics. Here the tag's index is
 * bounded, and nothing else is read, whatever the statistics say.
 *
 * <p>At each start the original reads the numbers of the whole journal, sixteen at a time, and
 * waits at gaps, such as removed events leave; projections stand still meanwhile. Here all numbers
 * up to the last one at the start count as present, because none of them is written later.
 *
 * <p>The original looks at intervals, which are either long or cost much while nothing happens.
 * Here a look waits until this node has written something, or for {@link #LOOK_ANEW} and {@link
 * #LOOK_FOR_EVENTS}; what other nodes write is found by these. The intervals of the configuration
 * are then the least between two looks, by which events of a busy time are read together.
 *
 * <p>An unreadable event is left out, because otherwise all tickets of the tag would stand still;
 * but if a newer program uses the same data, this program must end. Created by the read journal
 * plugin, by its class name.
 */
public final class TagReadJournalDao extends DefaultReadJournalDao {
  private static final String EVENTS =
      """
      select j.ordering, j.deleted, j.persistence_id, j.sequence_number, j.writer, j.write_timestamp,
        j.adapter_manifest, j.event_payload, j.event_ser_id, j.event_ser_manifest
      from event_tag t join event_journal j on j.ordering = t.event_id
      where t.tag = ? and t.event_id > ? and t.event_id <= ? and not j.deleted
      order by t.event_id limit ?
      """;

  private static final String NUMBERS =
      "select ordering from event_journal where ordering > ? order by ordering limit ?";

  /** Waits for running writes, so that every number given out so far is stored. */
  private static final String ALONE =
      "set local lock_timeout = '300ms'; lock table event_journal in share mode";

  private static final String LAST = "select coalesce(max(ordering), 0) from event_journal";

  /** After so many, the journal is read from its beginning. */
  private static final int STARTS = 2;

  /** The numbers are looked for so often where this node writes nothing. */
  private static final Duration LOOK_ANEW = Duration.ofMillis(180);

  /** The events of a tag are looked for so often where no number is new. */
  private static final Duration LOOK_FOR_EVENTS = Duration.ofMillis(400);

  private static final Logger LOG = LoggerFactory.getLogger(TagReadJournalDao.class);

  private final Serialization serialization;
  private final Recoveries recoveries;
  private final JournalProgress progress;

  /** By tag, where the last look found nothing. */
  private final Map<String, Nothing> nothing = new ConcurrentHashMap<>();

  private record Nothing(long behind, long upTo) {}

  /** The last number at the start: up to it, no event will be written any more. */
  private volatile long atStart;

  /** The looks for the last number: each holds up writers for a moment. */
  private final AtomicInteger starts = new AtomicInteger();

  /** The writes of this node before the last look for numbers. */
  private volatile long looked;

  /** Whether the last look found a gap, or more numbers than it could give. */
  private volatile boolean more = true;

  public TagReadJournalDao(
      JdbcBackend.JdbcDatabaseDef database,
      JdbcProfile profile,
      ReadJournalConfig configuration,
      Serialization serialization,
      ExecutionContext executor,
      Materializer materializer) {
    super(database, profile, configuration, serialization, executor, materializer);
    this.serialization = serialization;
    this.recoveries = Recoveries.of(Adapter.toTyped(materializer.system()));
    this.progress = JournalProgress.of(Adapter.toTyped(materializer.system()));
  }

  @Override
  public org.apache.pekko.stream.scaladsl.Source<Object, NotUsed> journalSequence(
      long offset, long limit) {
    // It goes on by itself where a gap was there for too long.
    progress.complete.raise(offset);
    CompletionStage<Boolean> news =
        more ? CompletableFuture.completedStage(true) : progress.writes.beyond(looked, LOOK_ANEW);
    return Source.completionStage(news.thenCompose(_ -> numbers(offset, limit)))
        .mapConcat(Numbers::all)
        .map(Object.class::cast)
        .asScala();
  }

  private record Numbers(List<Long> all) {}

  private CompletionStage<Numbers> numbers(long offset, long limit) {
    more = true;
    looked = progress.writes.value();
    return FutureConverters.asJava(
            run(new SimpleJdbcAction<>(context -> numbers(context.connection(), offset, limit))))
        .thenApply(numbers -> {
          long last = offset + withoutGap(numbers.all(), offset);
          more = last - offset < numbers.all().size() || numbers.all().size() == limit;
          progress.complete.raise(last);
          return numbers;
        });
  }

  /** So many numbers follow one another from an offset on. */
  private static int withoutGap(List<Long> numbers, long offset) {
    int count = 0;
    while (count < numbers.size() && numbers.get(count) == offset + 1 + count) {
      count++;
    }
    return count;
  }

  private Numbers numbers(Connection connection, long offset, long limit) {
    try {
      if (offset == 0 && starts.getAndIncrement() < STARTS) {
        atStart = last(connection);
      }
      long known = Math.clamp(atStart, offset, offset + limit);
      List<Long> all =
          LongStream.rangeClosed(offset + 1, known)
              .boxed()
              .collect(Collectors.toCollection(ArrayList::new));
      all.addAll(stored(connection, known, offset + limit - known));
      return new Numbers(all);
    } catch (SQLException e) {
      throw new StorageUnavailable("the journal's numbers were not read: " + e.getMessage(), e);
    }
  }

  private static long last(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute(ALONE);
      try (ResultSet found = statement.executeQuery(LAST)) {
        found.next();
        return found.getLong(1);
      }
    } catch (SQLException e) {
      LOG.info("The journal is read from its beginning: {}", e.getMessage());
      return 0;
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  private static List<Long> stored(Connection connection, long offset, long limit)
      throws SQLException {
    List<Long> numbers = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(NUMBERS)) {
      select.setLong(1, offset);
      select.setLong(2, limit);
      try (ResultSet found = select.executeQuery()) {
        while (found.next()) {
          numbers.add(found.getLong(1));
        }
      }
    }
    return numbers;
  }

  @Override
  public org.apache.pekko.stream.scaladsl.Source<
          Try<Tuple3<PersistentRepr, Set<String>, Object>>, NotUsed>
      eventsByTag(String tag, long offset, long maxOffset, long max) {
    Nothing known = nothing.get(tag);
    if (known == null || offset < known.behind() || maxOffset > known.upTo()) {
      return look(tag, offset, maxOffset, max).asScala();
    }
    return Source.completionStage(progress.complete.beyond(known.upTo(), LOOK_FOR_EVENTS))
        .flatMapConcat(_ -> look(tag, offset, maxOffset, max))
        .asScala();
  }

  /** What is complete may be read, also where the caller has not heard of it yet. */
  private Source<Try<Tuple3<PersistentRepr, Set<String>, Object>>, NotUsed> look(
      String tag, long offset, long maxOffset, long max) {
    return page(tag, new Page(offset, Math.max(maxOffset, progress.complete.value()), max));
  }

  /**
   * Reads a page. It has the requested length even if events are left out, because a shorter page
   * would count as the last.
   */
  private Source<Try<Tuple3<PersistentRepr, Set<String>, Object>>, NotUsed> page(
      String tag, Page page) {
    SimpleJdbcAction<Read> action =
        new SimpleJdbcAction<>(context -> readable(context.connection(), tag, page));
    return Source.completionStage(FutureConverters.asJava(run(action)))
        .flatMapConcat(read -> {
          if (read.last() == page.offset()) {
            nothing.put(tag, new Nothing(page.offset(), page.last()));
          } else {
            nothing.remove(tag);
          }
          var events = Source.from(read.events());
          return read.leftOut() == 0
              ? events
              : events.concatLazy(page(tag, new Page(read.last(), page.last(), read.leftOut())));
        });
  }

  /**
   * Some events of a page.
   *
   * @param last the number of the last event that was read
   * @param leftOut the number of unreadable events in a full page; 0 if the page is not full
   */
  private record Read(
      List<Try<Tuple3<PersistentRepr, Set<String>, Object>>> events, long last, long leftOut) {}

  private Read readable(Connection connection, String tag, Page page) {
    List<JournalPekkoSerializationRow> rows = read(connection, tag, page);
    List<Try<Tuple3<PersistentRepr, Set<String>, Object>>> events = new ArrayList<>();
    for (JournalPekkoSerializationRow row : rows) {
      var event = event(row);
      if (event.isSuccess()) {
        events.add(event);
      } else if (isNewer(connection)) {
        recoveries.outdated();
        events.add(event);
      } else {
        LOG.error("{}; lists and searches do without it", event.failed().get().getMessage());
      }
    }
    boolean full = rows.size() >= page.most();
    return new Read(
        events,
        rows.isEmpty() ? page.offset() : rows.getLast().ordering(),
        full ? rows.size() - events.size() : 0);
  }

  /** The bounds of a page: after a number, up to a number, and the largest number of events. */
  private record Page(long offset, long last, long most) {}

  /** The cast is needed because Scala's type of effects has no name in Java. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  private <T> Future<T> run(SimpleJdbcAction<T> action) {
    return db().run((DBIOAction) action);
  }

  private static boolean isNewer(Connection connection) {
    try {
      return DataFormat.stored(connection) > DataFormat.CURRENT;
    } catch (SQLException e) {
      throw new StorageUnavailable("the data's format was not read: " + e.getMessage(), e);
    }
  }

  private Try<Tuple3<PersistentRepr, Set<String>, Object>> event(JournalPekkoSerializationRow row) {
    Set<String> noTags = CollectionConverters.asScala(java.util.Set.<String>of()).toSet();
    Try<Tuple2<PersistentRepr, Object>> event = PekkoSerialization.fromRow(serialization, row);
    return event instanceof Failure<Tuple2<PersistentRepr, Object>> failure
        ? new Failure<>(
            new UnreadableEvent(
                row.persistenceId(), "Event " + row.sequenceNumber(), failure.exception()))
        : event.map(read -> new Tuple3<>(read._1(), noTags, read._2()));
  }

  private static List<JournalPekkoSerializationRow> read(
      Connection connection, String tag, Page page) {
    List<JournalPekkoSerializationRow> rows = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(EVENTS)) {
      select.setString(1, tag);
      select.setLong(2, page.offset());
      select.setLong(3, page.last());
      select.setLong(4, page.most());
      try (ResultSet found = select.executeQuery()) {
        while (found.next()) {
          rows.add(row(found));
        }
      }
    } catch (SQLException e) {
      throw new StorageUnavailable("events were not read: " + e.getMessage(), e);
    }
    return rows;
  }

  private static JournalPekkoSerializationRow row(ResultSet found) throws SQLException {
    return new JournalPekkoSerializationRow(
        found.getLong("ordering"),
        found.getBoolean("deleted"),
        found.getString("persistence_id"),
        found.getLong("sequence_number"),
        found.getString("writer"),
        found.getLong("write_timestamp"),
        found.getString("adapter_manifest"),
        found.getBytes("event_payload"),
        found.getInt("event_ser_id"),
        found.getString("event_ser_manifest"),
        Option.empty(),
        Option.empty(),
        Option.empty());
  }
}
