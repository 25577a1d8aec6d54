package dev.switchboard.ticket.read;

import dev.switchboard.storage.ProjectionPool;
import dev.switchboard.storage.ProjectionSession;
import dev.switchboard.storage.Recoveries;
import dev.switchboard.storage.StorageUnavailable;
import dev.switchboard.ticket.TicketEntity;
import dev.switchboard.ticket.model.TicketEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.cluster.sharding.typed.javadsl.ShardedDaemonProcess;
import org.apache.pekko.persistence.jdbc.query.javadsl.JdbcReadJournal;
import org.apache.pekko.persistence.query.Offset;
import org.apache.pekko.persistence.query.Sequence;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.projection.ProjectionBehavior;
import org.apache.pekko.projection.ProjectionId;
import org.apache.pekko.projection.eventsourced.EventEnvelope;
import org.apache.pekko.projection.eventsourced.javadsl.EventSourcedProvider;
import org.apache.pekko.projection.javadsl.SourceProvider;
import org.apache.pekko.projection.jdbc.javadsl.JdbcHandler;
import org.apache.pekko.projection.jdbc.javadsl.JdbcProjection;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fills the tables of tickets ({@link EventBatch}) and the feed ({@link FeedNotes}) from the
 * journal, each event once. An event that cannot be written is parked in {@code projection_parked}
 * and logged as an error; the other events go on. While the database is out of reach nothing is
 * parked: the projection restarts.
 */
public final class TicketProjection {
  /**
   * The name of the offsets. To fill the tables anew, empty them and use another name; the feed
   * then tells everything again.
   */
  static final String NAME = "ticket";

  private static final Logger LOG = LoggerFactory.getLogger(TicketProjection.class);

  /** The largest number of events in one transaction, if they come within {@link #GROUP_TIME}. */
  private static final int GROUP = 500;

  private static final Duration GROUP_TIME = Duration.ofMillis(50);

  private TicketProjection() {}

  /** Starts the projection, spread over the cluster's nodes by the tickets' tags. */
  public static void init(ActorSystem<?> system, ProjectionPool pool) {
    ShardedDaemonProcess.get(system)
        .init(
            ProjectionBehavior.Command.class,
            "ticket-projection",
            TicketEntity.TAGS,
            index -> of(system, pool, TicketEntity.tag(index)),
            ProjectionBehavior.stopMessage());
  }

  /** The projection of the tickets with one tag. */
  static Behavior<ProjectionBehavior.Command> of(
      ActorSystem<?> system, ProjectionPool pool, String tag) {
    SourceProvider<Offset, EventEnvelope<TicketEvent>> events =
        EventSourcedProvider.eventsByTag(system, JdbcReadJournal.Identifier(), tag);
    return ProjectionBehavior.create(
        JdbcProjection.groupedWithin(
                ProjectionId.of(NAME, tag), events, pool::session, () -> new Recorder(tag), system)
            .withGroup(GROUP, GROUP_TIME)
            .withRestartBackoff(
                Recoveries.FIRST_PAUSE, Recoveries.LONGEST_PAUSE, Recoveries.LONGER_BY_CHANCE));
  }

  /** Writes the events of a group, and parks those that cannot be written. */
  static final class Recorder
      extends JdbcHandler<List<EventEnvelope<TicketEvent>>, ProjectionSession> {
    private final String tag;

    Recorder(String tag) {
      this.tag = tag;
    }

    @Override
    public void process(ProjectionSession session, List<EventEnvelope<TicketEvent>> envelopes) {
      session.useHandle(handle -> {
        claim(handle, envelopes);
        FeedNotes notes = new FeedNotes();
        if (attempt(handle, envelopes).isEmpty()) {
          envelopes.forEach(envelope -> notes.add(ticket(envelope), envelope.event()));
        } else {
          // Events that cannot be written are rare: only then each event is tried alone.
          for (EventEnvelope<TicketEvent> envelope : envelopes) {
            attempt(handle, List.of(envelope))
                .ifPresentOrElse(
                    problem -> park(handle, envelope, problem),
                    () -> notes.add(ticket(envelope), envelope.event()));
          }
        }
        // The last of the handler's statements: other writers of the feed wait for the commit.
        notes.record(handle);
      });
    }

    private static long ticket(EventEnvelope<TicketEvent> envelope) {
      return Long.parseLong(PersistenceId.ofUniqueId(envelope.persistenceId()).entityId());
    }

    /**
     * Claims these events for this transaction. A node that was frozen goes on at its old position
     * although another node has taken over; the claim fails for it, and it restarts after the
     * recorded events.
     */
    private void claim(Handle handle, List<EventEnvelope<TicketEvent>> envelopes) {
      int claimed =
          handle
              .createUpdate(
                  """
                  insert into projection_recorded as former (projection, part, up_to) values (:name, :tag, :last)
                  on conflict (projection, part) do update set up_to = excluded.up_to where former.up_to < :first
                  """)
              .bind("name", NAME)
              .bind("tag", tag)
              .bind("first", number(envelopes.getFirst()))
              .bind("last", number(envelopes.getLast()))
              .execute();
      if (claimed == 0) {
        throw new IllegalStateException("another node has recorded events of " + tag);
      }
    }

    private static long number(EventEnvelope<TicketEvent> envelope) {
      if (envelope.offset() instanceof Sequence sequence) {
        return sequence.value();
      }
      throw new IllegalStateException("the journal numbers events otherwise: " + envelope.offset());
    }

    /** Records all events or none; gives the problem in the second case. */
    private static Optional<RuntimeException> attempt(
        Handle handle, List<EventEnvelope<TicketEvent>> envelopes) {
      Connection connection = handle.getConnection();
      try {
        Savepoint before = connection.setSavepoint();
        Optional<RuntimeException> problem = record(handle, envelopes);
        if (problem.isPresent()) {
          // Fails if the connection is lost: then the event is not the cause.
          connection.rollback(before);
        } else {
          connection.releaseSavepoint(before);
        }
        return problem;
      } catch (SQLException e) {
        throw new IllegalStateException("the projection's connection failed", e);
      }
    }

    private static Optional<RuntimeException> record(
        Handle handle, List<EventEnvelope<TicketEvent>> envelopes) {
      try {
        EventBatch group = new EventBatch();
        for (EventEnvelope<TicketEvent> envelope : envelopes) {
          if (envelope.event() instanceof TicketEvent.Purged) {
            discardParkedFiles(handle, envelope);
            forget(handle, envelope);
          }
          group.add(ticket(envelope), envelope.sequenceNr(), envelope.event());
        }
        group.record(handle);
        return Optional.empty();
      } catch (RuntimeException e) {
        if (StorageUnavailable.isMeantBy(e)) {
          throw e;
        }
        return Optional.of(e);
      }
    }

    /**
     * Marks files that only parked events name as garbage, because no table has them. It searches
     * the stored bytes, because an unreadable event must not stop the purge; a superfluous key does
     * no harm.
     */
    private static void discardParkedFiles(Handle handle, EventEnvelope<TicketEvent> purge) {
      handle
          .createUpdate(
              """
              insert into file_garbage (key, since)
              select distinct named.key[1], cast(:at as timestamptz)
              from projection_parked join event_journal using (persistence_id, sequence_number)
              cross join lateral regexp_matches(encode(event_payload, 'escape'), '"key":"([0-9a-f]{64})"', 'g')
                as named (key)
              where persistence_id = :id and sequence_number < :purge and event in ('FileKept', 'TranscriptKept')
              on conflict (key) do update set since = excluded.since
              """)
          .bind("at", purge.event().at())
          .bind("id", purge.persistenceId())
          .bind("purge", purge.sequenceNr())
          .execute();
    }

    /**
     * Erases the events before a purge. All of them were projected or parked, because a ticket's
     * events come in order. Older snapshots and parked events are erased too: a closed ticket does
     * not need them.
     */
    private static void forget(Handle handle, EventEnvelope<TicketEvent> purge) {
      String ticket = PersistenceId.ofUniqueId(purge.persistenceId()).entityId();
      // No foreign key deletes these rows.
      handle
          .createUpdate(
              """
              delete from event_tag using event_journal
              where persistence_id = :id and sequence_number < :purge and event_id = ordering and tag = :tag
              """)
          .bind("id", purge.persistenceId())
          .bind("purge", purge.sequenceNr())
          .bind("tag", TicketEntity.tag(Long.parseLong(ticket)))
          .execute();
      for (String table : List.of("event_journal", "snapshot", "projection_parked")) {
        handle
            .createUpdate(
                "delete from " + table + " where persistence_id = :id and sequence_number < :purge")
            .bind("id", purge.persistenceId())
            .bind("purge", purge.sequenceNr())
            .execute();
      }
    }

    private static void park(
        Handle handle, EventEnvelope<TicketEvent> envelope, RuntimeException problem) {
      String error = withoutWords(problem);
      LOG.error(
          "Event {} of {} could not be projected to the ticket tables and is parked in"
              + " projection_parked; what people see of this ticket in lists may be wrong: {}",
          envelope.sequenceNr(),
          envelope.persistenceId(),
          error);
      handle
          .createUpdate(
              """
              insert into projection_parked (projection, persistence_id, sequence_number, event, error, parked_at)
              values (:projection, :id, :number, :event, :error, now())
              on conflict (projection, persistence_id, sequence_number)
                do update set error = excluded.error, parked_at = excluded.parked_at
              """)
          .bind("projection", NAME)
          .bind("id", envelope.persistenceId())
          .bind("number", envelope.sequenceNr())
          .bind("event", ((Object) envelope.event()).getClass().getSimpleName())
          .bind("error", error)
          .execute();
    }

    /**
     * The problem and its place in the code, without the exceptions' messages: they may quote
     * members, and nothing would erase that from the log and the table.
     */
    private static String withoutWords(RuntimeException problem) {
      StringJoiner causes = new StringJoiner(", from ");
      for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
        String name = ((Object) cause).getClass().getName();
        causes.add(cause instanceof SQLException sql ? name + " " + sql.getSQLState() : name);
      }
      return Arrays.stream(problem.getStackTrace())
          .filter(frame -> frame.getClassName().startsWith("dev.switchboard"))
          .findFirst()
          .map(frame -> causes + " at " + frame)
          .orElseGet(causes::toString);
    }
  }
}
