package dev.switchboard.discord.inbox;

import dev.switchboard.discord.gateway.Session;
import dev.switchboard.text.WellFormed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/** The SQL of the intake's tables. Every method blocks and runs in the caller's transaction. */
public final class InboxTable {
  /** A bot in fewer than 2,500 guilds has a single shard. */
  private static final int SHARD = 0;

  private static final RowMapper<Pending> PENDING =
      (row, context) ->
          new Pending(
              new StoredEvent(
                  row.getString("kind"),
                  row.getString("key"),
                  row.getString("route"),
                  row.getLong("ordering"),
                  row.getString("payload")),
              row.getTimestamp("received_at").toInstant());

  private InboxTable() {}

  /** A row to be inserted. */
  record NewRow(StoredEvent event, int rank) {}

  /** A row that is not acknowledged. */
  record Pending(StoredEvent event, Instant receivedAt) {}

  /** The primary key of a row. */
  record RowKey(String kind, String key) {
    static RowKey of(StoredEvent event) {
      return new RowKey(event.kind(), event.key());
    }
  }

  /** A DM channel; the mark is 0 if it has none. */
  record DmChannel(long user, long channel, long mark, long epoch) {}

  /** The user of a DM channel; empty for an unknown channel. */
  public static OptionalLong memberOf(Handle handle, long channel) {
    return handle
        .createQuery("select user_id from dm_channel where channel_id = :channel")
        .bind("channel", channel)
        .mapTo(Long.class)
        .findFirst()
        .map(OptionalLong::of)
        .orElseGet(OptionalLong::empty);
  }

  /** An event that could not be decoded or taken. */
  record DeadLetter(String session, long sequence, String type, String payload, String error) {}

  /** Inserts the missing rows in this order and returns the keys of the inserted ones. */
  static Set<RowKey> insert(Handle handle, List<NewRow> rows, Instant now) {
    if (rows.isEmpty()) {
      return Set.of();
    }
    return new HashSet<>(
        handle
            .createQuery(
                """
                insert into inbox (kind, key, route, ordering, rank, received_at, payload)
                select kind, key, route, ordering, rank, :now, payload
                from unnest(cast(:kinds as text[]), cast(:keys as text[]), cast(:routes as text[]),
                            cast(:orderings as bigint[]), cast(:ranks as int[]), cast(:payloads as text[]))
                     with ordinality as added (kind, key, route, ordering, rank, payload, number)
                order by number
                on conflict (kind, key) do nothing
                returning kind, key
                """)
            .bind("now", now)
            .bindArray("kinds", String.class, rows.stream().map(r -> r.event().kind()).toArray())
            .bindArray("keys", String.class, rows.stream().map(r -> r.event().key()).toArray())
            .bindArray("routes", String.class, rows.stream().map(r -> r.event().route()).toArray())
            .bindArray(
                "orderings", Long.class, rows.stream().map(r -> r.event().ordering()).toArray())
            .bindArray("ranks", Integer.class, rows.stream().map(NewRow::rank).toArray())
            .bindArray(
                "payloads", String.class, rows.stream().map(r -> r.event().payload()).toArray())
            .map((row, context) -> new RowKey(row.getString(1), row.getString(2)))
            .list());
  }

  /** The first {@code most} pending rows of a route, in the order in which they are taken. */
  static List<Pending> pending(Handle handle, String route, int most) {
    return handle
        .createQuery(
            """
            select kind, key, route, ordering, payload, received_at from inbox
            where route = :route and payload is not null
            order by ordering, rank, arrived limit :most
            """)
        .bind("route", route)
        .bind("most", most)
        .map(PENDING)
        .list();
  }

  /** The ids of the newest {@code most} pending messages of a route. */
  static List<Long> pendingMessages(Handle handle, String route, int most) {
    return handle
        .createQuery(
            """
            select ordering from inbox
            where route = :route and payload is not null and kind = :kind
            order by ordering desc limit :most
            """)
        .bind("route", route)
        .bind("kind", StoredEvent.MESSAGE)
        .bind("most", most)
        .mapTo(Long.class)
        .list();
  }

  /**
   * Routes with pending rows after the given route, in alphabetical order. The query looks up each
   * route in the index, because otherwise it would read every row of a route.
   */
  static List<String> pendingRoutes(Handle handle, String after, int limit) {
    return handle
        .createQuery(
            """
            with recursive found (route) as (
              (select route from inbox where payload is not null and route > :after
               order by route limit 1)
              union all
              select (select next.route from inbox next
                      where next.payload is not null and next.route > found.route
                      order by next.route limit 1)
              from found where found.route is not null)
            select route from found where route is not null limit :limit
            """)
        .bind("after", after)
        .bind("limit", limit)
        .mapTo(String.class)
        .list();
  }

  /**
   * Empties these rows. Each is looked up by its key: a join would be planned with the statistics
   * of an almost empty table, and read the whole table each time.
   */
  static void acknowledge(Handle handle, Collection<RowKey> keys) {
    handle
        .createUpdate(
            """
            update inbox set payload = null
            where payload is not null and ctid = any(array(
              select found.ctid
              from unnest(cast(:kinds as text[]), cast(:keys as text[])) as done (kind, key)
              cross join lateral (
                select inbox.ctid from inbox
                where inbox.kind = done.kind and inbox.key = done.key
                offset 0) as found))
            """)
        .bindArray("kinds", String.class, keys.stream().map(RowKey::kind).toArray())
        .bindArray("keys", String.class, keys.stream().map(RowKey::key).toArray())
        .execute();
  }

  /** Deletes acknowledged rows received before this time, at most {@code limit} of them. */
  static int forget(Handle handle, Instant before, int limit) {
    return handle
        .createUpdate(
            """
            delete from inbox where ctid in (
              select ctid from inbox where received_at < :before and payload is null limit :limit)
            """)
        .bind("before", before)
        .bind("limit", limit)
        .execute();
  }

  static Optional<Session> session(Handle handle) {
    return handle
        .createQuery(
            """
            select session, sequence, resume_url, epoch, floor, since, covered_until
            from gateway_session where shard = :shard
            """)
        .bind("shard", SHARD)
        .map((row, context) ->
            new Session(
                row.getString("session"),
                row.getLong("sequence"),
                row.getString("resume_url"),
                row.getLong("epoch"),
                row.getLong("floor"),
                row.getTimestamp("since").toInstant(),
                row.getTimestamp("covered_until").toInstant()))
        .findOne();
  }

  static void save(Handle handle, Session session) {
    handle
        .createUpdate(
            """
            insert into gateway_session as present
              (shard, session, sequence, resume_url, epoch, floor, since, covered_until)
            values (:shard, :session, :sequence, :url, :epoch, :floor, :since, :covered)
            on conflict (shard) do update set
              session = :session, sequence = :sequence, resume_url = :url, epoch = :epoch,
              floor = :floor, since = :since, covered_until = :covered
            """)
        .bind("shard", SHARD)
        .bind("session", session.id())
        .bind("sequence", session.sequence())
        .bind("url", session.resumeUrl())
        .bind("epoch", session.epoch())
        .bind("floor", session.floor())
        .bind("since", session.since())
        .bind("covered", session.coveredUntil())
        .execute();
  }

  static void deadLetter(Handle handle, List<DeadLetter> letters, Instant now) {
    if (letters.isEmpty()) {
      return;
    }
    var batch =
        handle.prepareBatch(
            """
            insert into dead_letter (received_at, session, sequence, type, payload, error)
            values (:now, :session, :sequence, :type, :payload, :error)
            """);
    for (DeadLetter letter : letters) {
      batch
          .bind("now", now)
          .bind("session", letter.session())
          .bind("sequence", letter.sequence())
          .bind("type", WellFormed.text(letter.type()))
          .bind("payload", WellFormed.text(letter.payload()))
          .bind("error", WellFormed.text(letter.error()))
          .add();
    }
    batch.execute();
  }

  /** Inserts rows for DM channels that have none. */
  static void addDmChannels(Handle handle, Collection<DmChannel> channels) {
    var batch =
        handle.prepareBatch(
            """
            insert into dm_channel (user_id, channel_id, mark, epoch, swept)
            values (:user, :channel, nullif(:mark, 0), :epoch, :epoch) on conflict do nothing
            """);
    for (DmChannel channel : channels) {
      batch
          .bind("user", channel.user())
          .bind("channel", channel.channel())
          .bind("mark", channel.mark())
          .bind("epoch", channel.epoch())
          .add();
    }
    if (!channels.isEmpty()) {
      batch.execute();
    }
  }

  /**
   * Moves the marks of the channels without a gap in this epoch.
   *
   * @param marks by user
   */
  static void mark(Handle handle, Map<Long, Long> marks, long epoch) {
    if (marks.isEmpty()) {
      return;
    }
    List<Long> users = new ArrayList<>(marks.keySet());
    users.sort(null);
    handle
        .createUpdate(
            """
            update dm_channel set mark = greatest(coalesce(dm_channel.mark, 0), seen.mark)
            from unnest(cast(:users as bigint[]), cast(:marks as bigint[])) as seen (user_id, mark)
            where dm_channel.user_id = seen.user_id and dm_channel.epoch = :epoch
            """)
        .bindArray("users", Long.class, users.toArray())
        .bindArray("marks", Long.class, users.stream().map(marks::get).toArray())
        .bind("epoch", epoch)
        .execute();
  }

  /** The DM channels of these users or with these channel ids, by user. */
  static Map<Long, DmChannel> dmChannels(
      Handle handle, Collection<Long> users, Collection<Long> channels) {
    Map<Long, DmChannel> found = new HashMap<>();
    if (users.isEmpty() && channels.isEmpty()) {
      return found;
    }
    handle
        .createQuery(
            """
            select user_id, channel_id, coalesce(mark, 0), epoch from dm_channel
            where user_id = any(:users) or channel_id = any(:channels)
            """)
        .bindArray("users", Long.class, users.toArray())
        .bindArray("channels", Long.class, channels.toArray())
        .map((row, context) ->
            new DmChannel(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4)))
        .forEach(channel -> found.put(channel.user(), channel));
    return found;
  }
}
