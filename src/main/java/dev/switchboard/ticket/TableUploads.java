package dev.switchboard.ticket;

import dev.switchboard.storage.Database;
import dev.switchboard.ticket.model.ActSource;
import dev.switchboard.ticket.model.Attachment;
import dev.switchboard.ticket.model.StoredFile;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.pekko.Done;
import org.jdbi.v3.core.Handle;

/**
 * {@link Uploads} in the table {@code upload}.
 *
 * <p>The reply's source is in the rows before the reply is asked for, and the ticket stores the
 * files with the source. So a reply that comes again after a crash gets the same files, and no
 * other reply gets them.
 */
public final class TableUploads implements Uploads {
  /** How long a file waits for its reply. */
  static final Duration WAITING = Duration.ofHours(6);

  private final Database database;

  public TableUploads(Database database) {
    this.database = database;
  }

  @Override
  public CompletionStage<Optional<Long>> add(long ticket, String holder, StoredFile file) {
    return database.transaction(handle -> {
      // One after another, so that the limit holds.
      handle
          .createQuery("select 1 from pg_advisory_xact_lock(hashtextextended(:holder, 186))")
          .bind("holder", holder)
          .mapTo(Integer.class)
          .one();
      if (!hasRoom(handle, holder, file.size())) {
        discard(handle, file.key());
        return Optional.empty();
      }
      return Optional.of(
          handle
              .createQuery(
                  """
                  insert into upload (id, ticket, holder, name, size, content_type, key)
                  values (:first + nextval('act_source'), :ticket, :holder, :name, :size, :type, :key) returning id
                  """)
              .bind("first", ActSource.FIRST)
              .bind("ticket", ticket)
              .bind("holder", holder)
              .bind("name", file.name())
              .bind("size", file.size())
              .bind("type", file.contentType())
              .bind("key", file.key())
              .mapTo(Long.class)
              .one());
    });
  }

  @Override
  public CompletionStage<Boolean> hasRoom(String holder, long size) {
    return database.query(handle -> hasRoom(handle, holder, size));
  }

  private static boolean hasRoom(Handle handle, String holder, long size) {
    return handle
        .createQuery(
            """
            select count(*) < :most and coalesce(sum(size), 0) + :size <= :bytes
            from upload where holder = :holder and source is null
            """)
        .bind("most", MOST)
        .bind("size", size)
        .bind("bytes", MOST_BYTES)
        .bind("holder", holder)
        .mapTo(Boolean.class)
        .one();
  }

  @Override
  public CompletionStage<Done> discard(String key) {
    return database.query(handle -> {
      discard(handle, key);
      return Done.getInstance();
    });
  }

  private static void discard(Handle handle, String key) {
    handle
        .createUpdate(
            "insert into file_garbage (key, since) values (:key, now()) on conflict do nothing")
        .bind("key", key)
        .execute();
  }

  @Override
  public CompletionStage<Boolean> areFree(List<Long> files, long ticket, String holder) {
    return database.query(handle ->
        handle
            .createQuery(
                """
                select count(*) = :number from upload
                where id = any(cast(:files as bigint[])) and ticket = :ticket and holder = :holder
                  and source is null
                """)
            .bind("number", files.size())
            .bindArray("files", Long.class, files.toArray())
            .bind("ticket", ticket)
            .bind("holder", holder)
            .mapTo(Boolean.class)
            .one());
  }

  @Override
  public CompletionStage<Optional<List<Attachment>>> claim(
      List<Long> files, long ticket, String holder, long source) {
    return database.transaction(handle -> {
      Map<Long, Attachment> found =
          handle
              .createQuery(
                  """
                  select id, name, size, content_type, key from upload
                  where id = any(cast(:files as bigint[])) and ticket = :ticket and holder = :holder
                    and (source is null or source = :source) for update
                  """)
              .bindArray("files", Long.class, files.toArray())
              .bind("ticket", ticket)
              .bind("holder", holder)
              .bind("source", source)
              .map((row, _) ->
                  UploadedCopies.attachment(
                      row.getLong("id"),
                      new StoredFile(
                          row.getString("key"),
                          row.getString("name"),
                          row.getLong("size"),
                          row.getString("content_type"))))
              .collect(Collectors.toMap(Attachment::id, Function.identity()));
      if (found.size() < files.size()) {
        return Optional.empty();
      }
      handle
          .createUpdate(
              "update upload set source = :source where id = any(cast(:files as bigint[]))")
          .bind("source", source)
          .bindArray("files", Long.class, files.toArray())
          .execute();
      return Optional.of(
          files.stream().flatMap(id -> Optional.ofNullable(found.get(id)).stream()).toList());
    });
  }

  @Override
  public CompletionStage<Done> release(long source) {
    return database.query(handle -> {
      handle
          .createUpdate("update upload set source = null where source = :source")
          .bind("source", source)
          .execute();
      return Done.getInstance();
    });
  }

  /**
   * Forgets files that no reply took, and those of replies that nobody sends again. Their copies
   * are deleted unless something else names them.
   */
  public CompletionStage<Done> forget() {
    return database.transaction(handle -> {
      handle
          .createUpdate(
              """
              with old as (
                delete from upload where at < now() - make_interval(secs => :waiting)
                  and (source is null or at < now() - make_interval(secs => :known)) returning key)
              insert into file_garbage (key, since) select distinct key, now() from old on conflict do nothing
              """)
          .bind("waiting", WAITING.toSeconds())
          .bind("known", WAITING.plus(TableActSources.KEPT).toSeconds())
          .execute();
      return Done.getInstance();
    });
  }
}
