package dev.switchboard.ticket.read;

import dev.switchboard.storage.Database;
import dev.switchboard.ticket.view.TicketStatistics;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jdbi.v3.core.Handle;

/** {@link TicketStatistics} from the tables, each period asked for at most twice a minute. */
public final class TableTicketStatistics implements TicketStatistics {
  private static final Duration KEPT = Duration.ofSeconds(30);
  private static final Duration LONGEST = Duration.ofSeconds(5);
  private static final int HOURS = 24;

  private final BoundedQueries bounded;
  private final Clock clock;
  private final Map<Integer, Kept> kept = new HashMap<>();

  private record Kept(Instant at, CompletionStage<Figures> figures) {
    boolean isGood(Instant now) {
      return now.isBefore(at.plus(KEPT))
          && !figures.toCompletableFuture().isCompletedExceptionally();
    }
  }

  public TableTicketStatistics(Database database, Clock clock) {
    this.bounded = new BoundedQueries(database, LONGEST);
    this.clock = clock;
  }

  @Override
  public synchronized CompletionStage<Figures> figures(int days) {
    if (days < 1 || days > 90) {
      throw new IllegalArgumentException("a period of " + days + " days");
    }
    Instant now = clock.instant();
    Kept last = kept.get(days);
    if (last == null || !last.isGood(now)) {
      last = new Kept(now, bounded.read(handle -> read(handle, days, now)));
      kept.put(days, last);
    }
    return last.figures();
  }

  private static Figures read(Handle handle, int days, Instant now) {
    LocalDate today = now.atZone(ZoneOffset.UTC).toLocalDate();
    Instant from = midnight(today.minusDays(days - 1L));
    return new Figures(
        now,
        from,
        now(handle, today),
        times(handle, "first_reply_at", "opened_at", from, now),
        times(handle, "closed_at", "closed_at", from, now),
        days(handle, from, now, days),
        hours(handle, from, now),
        staff(handle, from, now));
  }

  private static Instant midnight(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  private static Now now(Handle handle, LocalDate today) {
    return handle
        .createQuery(
            """
            select
              (select count(*) from ticket where status <> 'closed') as open,
              (select count(*) from ticket where status <> 'closed' and waiting_since is not null) as waiting,
              (select count(*) from ticket where closed_at is not null) as closed,
              count(*) filter (where closed_at >= cast(:today as timestamptz)) as today,
              count(*) filter (where closed_at >= cast(:week as timestamptz)) as week,
              count(*) as month
            from ticket where closed_at >= cast(:month as timestamptz)
            """)
        .bind("today", midnight(today).toString())
        .bind("week", midnight(today.minusDays(6)).toString())
        .bind("month", midnight(today.minusDays(29)).toString())
        .map((row, _) ->
            new Now(
                row.getLong("open"),
                row.getLong("waiting"),
                row.getLong("closed"),
                row.getLong("today"),
                row.getLong("week"),
                row.getLong("month")))
        .one();
  }

  /** From opening to a column's time. A ticket whose opening is erased has no such time. */
  private static Times times(
      Handle handle, String column, String period, Instant from, Instant now) {
    return handle
        .createQuery(
            """
            select count(*) as tickets, avg(seconds) as mean,
              percentile_cont(0.5) within group (order by seconds) as median,
              percentile_cont(0.9) within group (order by seconds) as p90
            from (
              select extract(epoch from <column> - opened_at) as seconds from ticket
              where <period> >= cast(:from as timestamptz) and <period> <= cast(:now as timestamptz)
                and <column> > opened_at) as time
            """
                .replace("<column>", column)
                .replace("<period>", period))
        .bind("from", from.toString())
        .bind("now", now.toString())
        .map((row, _) ->
            new Times(
                row.getLong("tickets"),
                seconds(row, "mean"),
                seconds(row, "median"),
                seconds(row, "p90")))
        .one();
  }

  private static Optional<Duration> seconds(ResultSet row, String column) throws SQLException {
    double seconds = row.getDouble(column);
    return row.wasNull() ? Optional.empty() : Optional.of(Duration.ofSeconds(Math.round(seconds)));
  }

  private static List<Day> days(Handle handle, Instant from, Instant now, int days) {
    Map<LocalDate, Long> opened = perDay(handle, "opened_at", from, now);
    Map<LocalDate, Long> closed = perDay(handle, "closed_at", from, now);
    Map<LocalDate, Duration> firstReplies = firstReplies(handle, from, now);
    LocalDate first = from.atZone(ZoneOffset.UTC).toLocalDate();
    return first
        .datesUntil(first.plusDays(days))
        .map(day ->
            new Day(
                day,
                opened.getOrDefault(day, 0L),
                closed.getOrDefault(day, 0L),
                Optional.ofNullable(firstReplies.get(day))))
        .toList();
  }

  private static Map<LocalDate, Duration> firstReplies(Handle handle, Instant from, Instant now) {
    Map<LocalDate, Duration> medians = new HashMap<>();
    handle
        .createQuery(
            """
            select cast(cast(opened_at at time zone 'UTC' as date) as text) as day,
              percentile_cont(0.5) within group (order by extract(epoch from first_reply_at - opened_at)) as median
            from ticket
            where opened_at >= cast(:from as timestamptz) and opened_at <= cast(:now as timestamptz)
              and first_reply_at > opened_at
            group by 1
            """)
        .bind("from", from.toString())
        .bind("now", now.toString())
        .map((row, _) ->
            Map.entry(
                LocalDate.parse(row.getString("day")),
                Duration.ofSeconds(Math.round(row.getDouble("median")))))
        .forEach(one -> medians.put(one.getKey(), one.getValue()));
    return medians;
  }

  private static Map<LocalDate, Long> perDay(
      Handle handle, String column, Instant from, Instant now) {
    Map<LocalDate, Long> counts = new HashMap<>();
    handle
        .createQuery(
            """
            select cast(cast(<column> at time zone 'UTC' as date) as text) as day, count(*) from ticket
            where <column> >= cast(:from as timestamptz) and <column> <= cast(:now as timestamptz) group by 1
            """
                .replace("<column>", column))
        .bind("from", from.toString())
        .bind("now", now.toString())
        .map((row, _) -> Map.entry(LocalDate.parse(row.getString(1)), row.getLong(2)))
        .forEach(count -> counts.put(count.getKey(), count.getValue()));
    return counts;
  }

  private static List<Long> hours(Handle handle, Instant from, Instant now) {
    List<Long> hours = new ArrayList<>(Collections.nCopies(HOURS, 0L));
    handle
        .createQuery(
            """
            select cast(extract(hour from opened_at at time zone 'UTC') as int), count(*) from ticket
            where opened_at >= cast(:from as timestamptz) and opened_at <= cast(:now as timestamptz) group by 1
            """)
        .bind("from", from.toString())
        .bind("now", now.toString())
        .map((row, _) -> Map.entry(row.getInt(1), row.getLong(2)))
        .forEach(count -> hours.set(count.getKey(), count.getValue()));
    return hours;
  }

  /** Programs have no user id, and are nobody here. */
  private static List<StaffMember> staff(Handle handle, Instant from, Instant now) {
    return handle
        .createQuery(
            """
            with replied as (
              select author_id as person, count(*) as replies, (array_agg(author_name order by at desc))[1] as name
              from ticket_message
              where kind = 'reply' and author_id <> 0 and at >= cast(:from as timestamptz)
                and at <= cast(:now as timestamptz)
              group by 1),
            ended as (
              select closed_by_id as person, count(*) as tickets, max(closed_by) as name from ticket
              where closed_by_id <> 0 and closed_at >= cast(:from as timestamptz) and closed_at <= cast(:now as timestamptz)
              group by 1),
            began as (
              select first_reply_by as person, avg(extract(epoch from first_reply_at - opened_at)) as seconds
              from ticket
              where opened_at >= cast(:from as timestamptz) and opened_at <= cast(:now as timestamptz)
                and first_reply_at > opened_at
              group by 1 having count(*) >= :enough)
            select coalesce(replied.person, ended.person) as person, coalesce(replied.name, ended.name, '') as name,
              coalesce(replies, 0) as replies, coalesce(tickets, 0) as tickets, seconds
            from replied full join ended on ended.person = replied.person
              left join began on began.person = coalesce(replied.person, ended.person)
            order by replies desc, tickets desc, person limit :most
            """)
        .bind("from", from.toString())
        .bind("now", now.toString())
        .bind("enough", ENOUGH)
        .bind("most", MOST_STAFF)
        .map((row, _) ->
            new StaffMember(
                row.getLong("person"),
                row.getString("name"),
                row.getLong("replies"),
                row.getLong("tickets"),
                seconds(row, "seconds")))
        .list();
  }
}
