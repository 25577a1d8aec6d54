package dev.switchboard.storage;

import java.io.IOException;
import java.net.SocketException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.apache.pekko.persistence.SnapshotMetadata;
import org.apache.pekko.persistence.jdbc.config.SnapshotConfig;
import org.apache.pekko.persistence.jdbc.snapshot.dao.DefaultSnapshotDao;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.stream.Materializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;
import scala.Tuple2;
import scala.concurrent.ExecutionContext;
import scala.concurrent.Future;
import scala.jdk.javaapi.FutureConverters;
import slick.dbio.DBIOAction;
import slick.jdbc.JdbcBackend;
import slick.jdbc.JdbcProfile;
import slick.jdbc.SimpleJdbcAction;

/**
 * Access to the table {@code snapshot}. An unreadable snapshot is ignored if the journal still has
 * all events before it; otherwise it counts as an {@link UnreadableEvent}. Created by the snapshot
 * plugin, by its class name.
 */
public final class ReadableSnapshotDao extends DefaultSnapshotDao {
  private static final Logger LOG = LoggerFactory.getLogger(ReadableSnapshotDao.class);

  private static final String COMPLETE =
      """
      select s.sequence_number = (select count(*) from event_journal j
        where j.persistence_id = s.persistence_id and j.sequence_number <= s.sequence_number
          and not j.deleted)
      from snapshot s where s.persistence_id = ? order by s.sequence_number desc limit 1
      """;

  private final JdbcBackend.JdbcDatabaseDef database;

  public ReadableSnapshotDao(
      JdbcBackend.JdbcDatabaseDef database,
      JdbcProfile profile,
      SnapshotConfig configuration,
      Serialization serialization,
      ExecutionContext executor,
      Materializer materializer) {
    super(database, profile, configuration, serialization, executor, materializer);
    this.database = database;
  }

  @Override
  public Future<Option<Tuple2<SnapshotMetadata, Object>>> latestSnapshot(String persistenceId) {
    return FutureConverters.asScala(
        FutureConverters.asJava(super.latestSnapshot(persistenceId))
            .exceptionallyCompose(failure ->
                isUnreadable(failure)
                    ? passedOver(persistenceId, failure)
                    : CompletableFuture.failedFuture(failure)));
  }

  /**
   * Whether a failure means unreadable content, and not a database that is out of reach or too
   * slow. A lost connection has an exception of the socket as the cause of the driver's.
   */
  static boolean isUnreadable(Throwable failure) {
    List<Throwable> causes =
        Stream.iterate(failure, cause -> cause != null, Throwable::getCause).toList();
    return causes.stream().noneMatch(ReadableSnapshotDao::isOfTheConnection)
        && causes.stream()
            .anyMatch(cause ->
                cause instanceof IOException
                    || cause instanceof IllegalArgumentException
                    || cause instanceof ClassCastException
                    || cause instanceof ReflectiveOperationException);
  }

  private static boolean isOfTheConnection(Throwable cause) {
    return cause instanceof SQLException
        || cause instanceof SocketException
        || cause instanceof StorageException;
  }

  private CompletionStage<Option<Tuple2<SnapshotMetadata, Object>>> passedOver(
      String persistenceId, Throwable why) {
    SimpleJdbcAction<Boolean> complete =
        new SimpleJdbcAction<>(context -> isComplete(context.connection(), persistenceId));
    return FutureConverters.asJava(run(complete))
        .thenApply(hasAll -> {
          UnreadableEvent unreadable = new UnreadableEvent(persistenceId, "The snapshot", why);
          if (!hasAll) {
            throw unreadable;
          }
          LOG.warn("{}; all its events are read instead", unreadable.getMessage());
          return Option.empty();
        });
  }

  private static boolean isComplete(Connection connection, String persistenceId) {
    try (PreparedStatement select = connection.prepareStatement(COMPLETE)) {
      select.setString(1, persistenceId);
      try (ResultSet found = select.executeQuery()) {
        return found.next() && found.getBoolean(1);
      }
    } catch (SQLException e) {
      throw new StorageUnavailable("the journal was not read: " + e.getMessage(), e);
    }
  }

  /** Scala's type of effects has no name in Java. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  private <T> Future<T> run(SimpleJdbcAction<T> action) {
    return database.run((DBIOAction) action);
  }
}
