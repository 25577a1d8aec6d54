package dev.switchboard.access.session;

import dev.switchboard.storage.Database;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.apache.pekko.Done;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * The table of sessions, for lists. A row is written before its session is opened, so no session is
 * without one; whether the session is live is known to its entity alone. Thread-safe.
 */
public final class SessionRows {
  private final Database database;

  public SessionRows(Database database) {
    this.database = database;
  }

  /** A session that was opened, or is about to be, and that nobody has seen ended. */
  record Row(String id, Instant opened) {}

  CompletionStage<Done> add(String id, Holder holder, Instant opened) {
    return update(handle ->
        handle
            .createUpdate(
                "insert into panel_session (id, holder, opened) values (:id, :holder, :opened)")
            .bind("id", id)
            .bind("holder", holder.key())
            .bind("opened", opened.atOffset(ZoneOffset.UTC))
            .execute());
  }

  /** Notes that the session is over; the first time counts. */
  CompletionStage<Done> ended(String id, Instant at) {
    return update(handle ->
        handle
            .createUpdate("update panel_session set ended = :at where id = :id and ended is null")
            .bind("id", id)
            .bind("at", at.atOffset(ZoneOffset.UTC))
            .execute());
  }

  CompletionStage<Done> remove(String id) {
    return update(handle ->
        handle.createUpdate("delete from panel_session where id = :id").bind("id", id).execute());
  }

  /** Whether there may be a live session of that id. */
  CompletionStage<Boolean> has(String id) {
    return database.query(handle ->
        handle
            .createQuery(
                "select exists (select from panel_session where id = :id and ended is null)")
            .bind("id", id)
            .mapTo(Boolean.class)
            .one());
  }

  /** Those of a holder. */
  CompletionStage<List<Row>> of(Holder holder) {
    return database.query(handle ->
        rows(
            handle
                .createQuery(
                    "select id, opened from panel_session where holder = :holder and ended is null")
                .bind("holder", holder.key())));
  }

  /** Some of those of everybody, the one opened last first. */
  CompletionStage<List<Row>> page(Optional<Sessions.Listed.Place> after, int most) {
    return database.query(handle -> {
      String behind = after.isPresent() ? "and (opened, id) < (:opened, :id)" : "";
      Query query =
          handle
              .createQuery(
                  """
                  select id, opened from panel_session where ended is null <behind>
                  order by opened desc, id desc limit :most
                  """)
              .define("behind", behind)
              .bind("most", most);
      after.ifPresent(place ->
          query.bind("opened", place.opened().atOffset(ZoneOffset.UTC)).bind("id", place.id()));
      return rows(query);
    });
  }

  /** Some of those that were opened before, by id: those that follow one. */
  CompletionStage<List<Row>> openedBefore(Instant before, String after, int most) {
    return database.query(handle ->
        rows(
            handle
                .createQuery(
                    """
                    select id, opened from panel_session
                    where ended is null and opened < :before and id > :after order by id limit :most
                    """)
                .bind("before", before.atOffset(ZoneOffset.UTC))
                .bind("after", after)
                .bind("most", most)));
  }

  private static List<Row> rows(Query query) {
    return query
        .map((row, _) ->
            new Row(row.getString("id"), row.getObject("opened", OffsetDateTime.class).toInstant()))
        .list();
  }

  /**
   * Deletes some of those that ended before, together with their events and snapshots: nobody opens
   * a session of that hash again. The answer is how many that were.
   */
  CompletionStage<Integer> erase(Instant endedBefore, int most) {
    return database.transaction(handle -> {
      List<String> ids =
          handle
              .createQuery(
                  """
                  delete from panel_session where id in (
                    select id from panel_session where ended < :before
                    order by ended limit :most for update skip locked)
                  returning id
                  """)
              .bind("before", endedBefore.atOffset(ZoneOffset.UTC))
              .bind("most", most)
              .mapTo(String.class)
              .list();
      List<String> entities =
          ids.stream().map(id -> SessionEntity.KIND.persistenceId(id).id()).toList();
      erase(handle, "event_journal", entities);
      erase(handle, "snapshot", entities);
      return ids.size();
    });
  }

  private static void erase(Handle handle, String table, List<String> entities) {
    if (!entities.isEmpty()) {
      handle
          .createUpdate("delete from <table> where persistence_id in (<entities>)")
          .define("table", table)
          .bindList("entities", entities)
          .execute();
    }
  }

  private CompletionStage<Done> update(Consumer<Handle> change) {
    return database.query(handle -> {
      change.accept(handle);
      return Done.getInstance();
    });
  }
}
