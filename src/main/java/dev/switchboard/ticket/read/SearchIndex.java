package dev.switchboard.ticket.read;

import dev.switchboard.storage.Database;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fills the table {@code ticket_message_search} behind the relay: the words of many messages are
 * indexed together, by whichever node comes first, and no message waits for it. It follows the
 * feed, whose positions have the order of the commits. Where events of the feed are missing, all
 * messages are compared with the table, a part at a time. A trigger takes away at once what is
 * deleted.
 *
 * <p>An edit or deletion that is committed while its message is indexed has a later position, so
 * the table is right as soon as it is up to date. Thread-safe.
 */
public final class SearchIndex {
  /** The time between two looks for messages that are not indexed yet. */
  public static final Duration POLL = Duration.ofSeconds(1);

  /** Events of the feed, or messages, for each transaction. */
  static final int BATCH = 2_000;

  /** The transactions of a look; the rest waits for the next one. */
  private static final int BATCHES = 50;

  private static final Logger LOG = LoggerFactory.getLogger(SearchIndex.class);

  private final Database database;
  private final int batch;
  private final AtomicBoolean looking = new AtomicBoolean();

  /** Whether the last look failed, which the log says once. */
  private final AtomicBoolean blind = new AtomicBoolean();

  public SearchIndex(Database database) {
    this(database, BATCH);
  }

  SearchIndex(Database database, int batch) {
    this.database = database;
    this.batch = batch;
  }

  /** Where the table is: a position of the feed, and the last message that was compared. */
  private record Progress(long position, Optional<Place> walked) {}

  private record Place(long ticket, int number) {}

  /** Indexes what is not indexed yet, unless that is under way here. To be called each second. */
  public void look() {
    if (!looking.compareAndSet(false, true)) {
      return;
    }
    var _ =
        catchUp(BATCHES)
            .whenComplete((_, failure) -> {
              looking.set(false);
              if (failure == null) {
                blind.set(false);
              } else if (blind.compareAndSet(false, true)) {
                LOG.warn("New messages are found later: {}", failure.toString());
              }
            });
  }

  private CompletionStage<Void> catchUp(int batches) {
    return step()
        .thenCompose(more ->
            more && batches > 1 ? catchUp(batches - 1) : CompletableFuture.completedStage(null));
  }

  /** Indexes a batch. The answer is whether there may be more. */
  CompletionStage<Boolean> step() {
    return database.transaction(handle ->
        progress(handle)
            .map(at ->
                at.walked()
                    .map(place -> walk(handle, place))
                    .orElseGet(() -> follow(handle, at.position())))
            .orElse(false));
  }

  /** Locks the progress; empty while another node holds it, or where nothing is to be done. */
  private static Optional<Progress> progress(Handle handle) {
    return handle
        .createQuery(
            """
            select position, walk_ticket, walk_number from search_progress
            where walk_ticket is not null or position <> (select coalesce(max(last), 0) from feed_head)
            for update skip locked
            """)
        .map((row, _) -> {
          long ticket = row.getLong("walk_ticket");
          Optional<Place> walked =
              row.wasNull()
                  ? Optional.empty()
                  : Optional.of(new Place(ticket, row.getInt("walk_number")));
          return new Progress(row.getLong("position"), walked);
        })
        .findOne();
  }

  private boolean follow(Handle handle, long position) {
    long newest =
        handle.createQuery("select coalesce(max(last), 0) from feed_head").mapTo(Long.class).one();
    if (newest == position) {
      return false;
    }
    long end = Math.min(newest, position + batch);
    long told =
        handle
            .createQuery("select count(*) from feed where position > :from and position <= :to")
            .bind("from", position)
            .bind("to", end)
            .mapTo(Long.class)
            .one();
    if (told != end - position) {
      LOG.info("Events of the feed are missing: all messages are compared with what is found");
      handle
          .createUpdate(
              "update search_progress set position = :newest, walk_ticket = 0, walk_number = 0")
          .bind("newest", newest)
          .execute();
      return true;
    }
    handle
        .createUpdate(
            index(
                """
                select distinct ticket, cast(payload ->> 'message' as int) as number from feed
                where position > :from and position <= :to and payload ->> 'message' is not null
                  and (kind = 'message.created' or payload ->> 'edited' = 'true' or payload ->> 'deleted' = 'true')
                """))
        .bind("from", position)
        .bind("to", end)
        .execute();
    handle.createUpdate("update search_progress set position = :to").bind("to", end).execute();
    return end < newest;
  }

  private boolean walk(Handle handle, Place from) {
    Optional<Place> last =
        handle
            .createQuery(
                """
                select ticket, number from (
                  select ticket, number from ticket_message where (ticket, number) > (:ticket, :number)
                  order by ticket, number limit :batch) as part
                order by ticket desc, number desc limit 1
                """)
            .bind("ticket", from.ticket())
            .bind("number", from.number())
            .bind("batch", batch)
            .map((row, _) -> new Place(row.getLong("ticket"), row.getInt("number")))
            .findOne();
    last.ifPresent(to ->
        handle
            .createUpdate(
                index(
                    """
                    select ticket, number from ticket_message
                    where (ticket, number) > (:ticket, :number) and (ticket, number) <= (:lastTicket, :lastNumber)
                    """))
            .bind("ticket", from.ticket())
            .bind("number", from.number())
            .bind("lastTicket", to.ticket())
            .bind("lastNumber", to.number())
            .execute());
    handle
        .createUpdate("update search_progress set walk_ticket = :ticket, walk_number = :number")
        .bind("ticket", last.map(Place::ticket))
        .bind("number", last.map(Place::number))
        .execute();
    return true;
  }

  /** The statement that makes the rows of these messages as the messages are. */
  private static String index(String messages) {
    return """
    with told as (%s),
    gone as (
      delete from ticket_message_search found using told
      join ticket_message message on message.ticket = told.ticket and message.number = told.number
      where found.ticket = told.ticket and found.number = told.number
        and (message.deleted_at is not null or message.text = ''))
    insert into ticket_message_search as found (ticket, number, at, kind, author_id, folded)
    select message.ticket, message.number, at, kind, author_id, search_folded(text)
    from told join ticket_message message on message.ticket = told.ticket and message.number = told.number
    where deleted_at is null and text <> ''
    order by at, message.ticket, message.number
    on conflict (ticket, number) do update set folded = excluded.folded where found.folded <> excluded.folded
    """
        .formatted(messages);
  }
}
