package dev.switchboard.ticket.read;

import dev.switchboard.storage.Database;
import dev.switchboard.text.Graphemes;
import dev.switchboard.ticket.model.Priority;
import dev.switchboard.ticket.model.StoredFile;
import dev.switchboard.ticket.view.Part;
import dev.switchboard.ticket.view.TicketList;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import org.jdbi.v3.core.statement.Query;

/** {@link TicketList} from the table {@code ticket}. */
public final class TableTicketList implements TicketList {
  private static final String COLUMNS =
      """
      select ticket, member_id, user_name, staff_channel, opened_at, status,
             member_messages + replies as messages
      """;

  /** The newest message of each row is found by the key of the messages. */
  private static final String DETAILS =
      """
      select ticket.ticket, version, member_id, user_name, display_name, status, priority, staff_channel, opened_at,
             close_requested_at, closed_at, coalesce(closed_by_id, 0) as closed_by_id,
             coalesce(closed_by, '') as closed_by, coalesce(close_reason, '') as close_reason,
             coalesce(closed_silently, false) as closed_silently, member_messages, replies, notes,
             last_message_at, waiting_since, transcript_key, reopens, merged_into,
             (select max(later.ticket) from ticket later where later.reopens = ticket.ticket) as reopened_as,
             array(
               with recursive joined (ticket) as (
                 select earlier.ticket from ticket earlier where earlier.merged_into = ticket.ticket
                 union
                 select earlier.ticket from joined join ticket earlier on earlier.merged_into = joined.ticket)
               select ticket from joined order by ticket desc limit 100) as merged,
             said.number as said_number, said.kind as said_kind, said.author_id as said_author,
             said.author_name as said_name, said.text as said_text, said.at as said_at
      from ticket left join lateral (
        select number, kind, author_id, author_name, left(text, 400) as text, at from ticket_message message
        where message.ticket = ticket.ticket and kind in ('member', 'reply') and deleted_at is null
        order by number desc limit 1) as said on true
      """;

  /** The index {@code ticket_waiting} has the same expression. */
  private static final String WAITING = "coalesce(waiting_since, cast('infinity' as timestamptz))";

  /** A person waits; what takes longer than this is no list that somebody reads. */
  private static final Duration LONGEST = Duration.ofSeconds(3);

  private final Database database;
  private final BoundedQueries bounded;

  public TableTicketList(Database database) {
    this.database = database;
    this.bounded = new BoundedQueries(database, LONGEST);
  }

  @Override
  public CompletionStage<Page> page(Filter filter, int limit, int offset) {
    List<String> states =
        switch (filter) {
          case OPEN -> List.of("open", "closing");
          case CLOSED -> List.of("closed");
          case ALL -> List.of("open", "closing", "closed");
        };
    return database.query(handle -> {
      List<Row> rows =
          handle
              .createQuery(
                  COLUMNS
                      + """
                      from ticket where status = any(:states)
                      order by ticket desc limit :limit offset :offset
                      """)
              .bindArray("states", String.class, states.toArray())
              .bind("limit", limit)
              .bind("offset", offset)
              .map((row, _) -> row(row))
              .list();
      long total =
          handle
              .createQuery("select count(*) from ticket where status = any(:states)")
              .bindArray("states", String.class, states.toArray())
              .mapTo(Long.class)
              .one();
      return new Page(rows, total);
    });
  }

  @Override
  public CompletionStage<Optional<Row>> find(long ticket) {
    return database.query(handle ->
        handle
            .createQuery(COLUMNS + "from ticket where ticket = :ticket")
            .bind("ticket", ticket)
            .map((row, _) -> row(row))
            .findOne());
  }

  static Row row(ResultSet row) throws SQLException {
    long channel = row.getLong("staff_channel");
    return new Row(
        row.getLong("ticket"),
        row.getLong("member_id"),
        row.getString("user_name"),
        channel == 0 ? OptionalLong.empty() : OptionalLong.of(channel),
        row.getTimestamp("opened_at").toInstant(),
        !row.getString("status").equals("closed"),
        row.getInt("messages"));
  }

  @Override
  public CompletionStage<Part<Details>> part(Wanted wanted, Way way) {
    if (way.sort() == Sort.WAITING && wanted.filter() != Filter.OPEN) {
      throw new IllegalArgumentException("nobody waits in closed tickets");
    }
    return bounded.read(handle -> {
      Query query = bound(handle.createQuery(sql(wanted, way)), wanted);
      query.bind("limit", way.limit() + 1);
      way.from()
          .ifPresent(from ->
              query
                  .bind("from", from.ticket())
                  .bind("since", from.waitingSince().map(Instant::toString).orElse("infinity")));
      return Part.of(query.map((row, _) -> details(row)).list(), way.limit());
    });
  }

  @Override
  public CompletionStage<Count> count(Wanted wanted) {
    return bounded.read(handle -> {
      long found =
          bound(
                  handle.createQuery(
                      "select count(*) from (select 1 from ticket where "
                          + conditions(wanted)
                          + " limit :most) as one"),
                  wanted)
              .bind("most", Count.MOST + 1)
              .mapTo(Long.class)
              .one();
      return new Count(Math.min(found, Count.MOST), found <= Count.MOST);
    });
  }

  @Override
  public CompletionStage<List<Long>> numbers(Wanted wanted, int most) {
    return bounded.read(handle ->
        bound(
                handle.createQuery(
                    "select ticket.ticket from ticket where "
                        + conditions(wanted)
                        + " order by ticket.ticket limit :most"),
                wanted)
            .bind("most", most)
            .mapTo(Long.class)
            .list());
  }

  private static Query bound(Query query, Wanted wanted) {
    wanted.priority().ifPresent(priority -> query.bind("priority", priority.word()));
    wanted.member().ifPresent(member -> query.bind("member", member));
    wanted.unreadBy().ifPresent(reader -> query.bind("reader", reader));
    wanted.name().ifPresent(name -> query.bind("name", "%" + LikePattern.escaped(name) + "%"));
    wanted.openedFrom().ifPresent(at -> query.bind("openedFrom", at.toString()));
    wanted.openedBefore().ifPresent(at -> query.bind("openedBefore", at.toString()));
    return query;
  }

  /** Each condition is there only where it is wanted, so that an index fits. */
  private static String conditions(Wanted wanted) {
    List<String> conditions = new ArrayList<>();
    conditions.add(
        switch (wanted.filter()) {
          case OPEN -> "status <> 'closed'";
          case CLOSED -> "status = 'closed'";
          case ALL -> "true";
        });
    wanted.priority().ifPresent(_ -> conditions.add("priority = :priority"));
    wanted.member().ifPresent(_ -> conditions.add("member_id = :member"));
    wanted
        .name()
        .ifPresent(_ ->
            conditions.add(
                "(lower(user_name) like lower(:name) or lower(display_name) like lower(:name))"));
    wanted
        .openedFrom()
        .ifPresent(_ -> conditions.add("opened_at >= cast(:openedFrom as timestamptz)"));
    wanted
        .openedBefore()
        .ifPresent(_ -> conditions.add("opened_at < cast(:openedBefore as timestamptz)"));
    wanted
        .awaited()
        .ifPresent(awaited ->
            conditions.add(
                switch (awaited) {
                  case STAFF -> "waiting_since is not null";
                  case MEMBER -> "status = 'open' and waiting_since is null";
                }));
    wanted.unreadBy().ifPresent(_ -> conditions.add(TableReadMarks.IS_UNREAD));
    return String.join(" and ", conditions);
  }

  static String sql(Wanted wanted, Way way) {
    boolean up = (way.sort() != Sort.NEWEST) != way.back();
    String order = up ? "asc" : "desc";
    String behind = up ? ">" : "<";
    return switch (way.sort()) {
      case WAITING ->
          DETAILS
              + "where "
              + conditions(wanted)
              + (way.from().isEmpty()
                  ? ""
                  : " and (%s, ticket.ticket) %s (cast(:since as timestamptz), :from)"
                      .formatted(WAITING, behind))
              + " order by %s %s, ticket.ticket %s limit :limit".formatted(WAITING, order, order);
      case NEWEST, OLDEST ->
          DETAILS
              + "where "
              + conditions(wanted)
              + (way.from().isEmpty() ? "" : " and ticket.ticket " + behind + " :from")
              + " order by ticket.ticket "
              + order
              + " limit :limit";
    };
  }

  @Override
  public CompletionStage<Optional<MemberSummary>> member(long user) {
    return bounded.read(handle ->
        handle
            .createQuery(
                """
                select newest.user_name, newest.display_name, newest.opened_at, counted.tickets, counted.open
                from (select user_name, display_name, opened_at from ticket where member_id = :member
                      order by ticket desc limit 1) as newest,
                     (select count(*) as tickets, count(*) filter (where status <> 'closed') as open
                      from ticket where member_id = :member) as counted
                """)
            .bind("member", user)
            .map((row, _) ->
                new MemberSummary(
                    user,
                    row.getString("user_name"),
                    row.getString("display_name"),
                    row.getLong("tickets"),
                    row.getLong("open"),
                    row.getTimestamp("opened_at").toInstant()))
            .findOne());
  }

  @Override
  public CompletionStage<Optional<Details>> details(long ticket) {
    return database.query(handle ->
        handle
            .createQuery(DETAILS + "where ticket.ticket = :ticket")
            .bind("ticket", ticket)
            .map((row, _) -> details(row))
            .findOne());
  }

  private static Details details(ResultSet row) throws SQLException {
    long ticket = row.getLong("ticket");
    State state = State.valueOf(row.getString("status").toUpperCase(Locale.ROOT));
    long channel = row.getLong("staff_channel");
    return new Details(
        ticket,
        row.getLong("version"),
        row.getLong("member_id"),
        row.getString("user_name"),
        row.getString("display_name"),
        state,
        Priority.of(row.getString("priority")).orElse(Priority.NORMAL),
        channel == 0 ? OptionalLong.empty() : OptionalLong.of(channel),
        row.getTimestamp("opened_at").toInstant(),
        state == State.OPEN ? Optional.empty() : Optional.of(closure(row)),
        row.getInt("member_messages"),
        row.getInt("replies"),
        row.getInt("notes"),
        instant(row, "last_message_at"),
        instant(row, "waiting_since"),
        preview(row),
        Optional.ofNullable(row.getString("transcript_key"))
            .map(key -> new StoredFile(key, "ticket-" + ticket + ".html", 0, "text/html")),
        relations(row));
  }

  private static Relations relations(ResultSet row) throws SQLException {
    List<Long> merged = Arrays.asList((Long[]) row.getArray("merged").getArray());
    return new Relations(
        number(row, "reopens"),
        number(row, "reopened_as"),
        number(row, "merged_into"),
        merged.reversed());
  }

  private static OptionalLong number(ResultSet row, String column) throws SQLException {
    long number = row.getLong(column);
    return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(number);
  }

  private static Optional<Preview> preview(ResultSet row) throws SQLException {
    String text = row.getString("said_text");
    return text == null
        ? Optional.empty()
        : Optional.of(
            new Preview(
                row.getInt("said_number"),
                row.getString("said_kind").equals(SpeakerColumns.MEMBER),
                row.getLong("said_author"),
                row.getString("said_name"),
                Graphemes.shortened(text, Preview.LONGEST),
                row.getTimestamp("said_at").toInstant()));
  }

  private static Closure closure(ResultSet row) throws SQLException {
    return new Closure(
        instant(row, "close_requested_at"),
        row.getLong("closed_by_id"),
        row.getString("closed_by"),
        row.getString("close_reason"),
        row.getBoolean("closed_silently"),
        instant(row, "closed_at"));
  }

  static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
  }
}
