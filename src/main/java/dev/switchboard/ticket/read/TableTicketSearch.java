package dev.switchboard.ticket.read;

import dev.switchboard.storage.Database;
import dev.switchboard.ticket.view.Part;
import dev.switchboard.ticket.view.TicketList;
import dev.switchboard.ticket.view.TicketMessages;
import dev.switchboard.ticket.view.TicketSearch;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * {@link TicketSearch} in the table {@code ticket_message_search}, whose rows are as {@code
 * search_folded} has them.
 *
 * <p>A frequent word is found by reading the newest messages, a rare one by an index: each takes
 * seconds for what the other does in milliseconds. So the newest messages are read first, {@link
 * #PER_ROW} for each row of the part. Only where these do not fill it, the index is asked for all;
 * and where that would be too many (the newest were in tickets of another status), reading goes on.
 */
public final class TableTicketSearch implements TicketSearch {
  /** Messages for each row of a part; 10,000 are read in some 20 ms. */
  private static final int PER_ROW = 1_000;

  /** Messages that the index may find; of more, the newest are read until there are enough. */
  private static final int MOST_INDEXED = 5_000;

  private static final int NAMED = 20_000;
  private static final Duration LONGEST = Duration.ofSeconds(3);

  /** What an index of three letters each has an entry for, whatever the locale of the server. */
  private static final Pattern THREE = Pattern.compile("[a-z0-9]{3}");

  private static final Pattern NUMBER = Pattern.compile("#?([1-9][0-9]{0,17})");

  private static final String ORDER = " order by at desc, ticket desc, number desc ";

  private final BoundedQueries bounded;

  public TableTicketSearch(Database database) {
    this.bounded = new BoundedQueries(database, LONGEST);
  }

  /**
   * A word of a question, as the database compares it.
   *
   * @param words the condition on the words of a text, as a tsquery; empty where it has none
   * @param part whether it is found within words
   */
  private record Word(String folded, String words, boolean part) {
    /** The condition on a row, which is exact; the index serves as much of it as it can. */
    String condition(int number) {
      String like = "folded like :like" + number;
      return part || words.isEmpty()
          ? like
          : like + " and to_tsvector('simple', folded) @@ cast(:words" + number + " as tsquery)";
    }

    void bind(Query query, int number) {
      query.bind("like" + number, "%" + LikePattern.escaped(folded) + "%");
      if (!part && !words.isEmpty()) {
        query.bind("words" + number, words);
      }
    }
  }

  private static List<Word> words(Handle handle, List<String> words) {
    return handle
        .createQuery(
            """
            select folded, case when found = '' then '' else found || ':*' end as words,
              to_regclass('ticket_message_search_parts') is not null as parts
            from unnest(cast(:words as text[])) with ordinality as asked (word, place),
              lateral (select btrim(search_folded(word)) as folded) as one,
              lateral (select cast(phraseto_tsquery('simple', folded) as text) as found) as two
            where folded <> ''
            order by place
            """)
        .bindArray("words", String.class, words.toArray())
        .map((row, _) ->
            new Word(
                row.getString("folded"),
                row.getString("words"),
                row.getBoolean("parts") && THREE.matcher(row.getString("folded")).find()))
        .list();
  }

  @Override
  public CompletionStage<Part<Hit>> messages(Wanted wanted, Optional<Place> after, int limit) {
    return bounded.read(handle -> {
      List<Word> words = words(handle, wanted.words());
      if (words.isEmpty()) {
        return new Part<>(List.of(), false);
      }
      List<Hit> recent =
          found(handle, recent(wanted, words, after, PER_ROW * limit), wanted, words, after, limit);
      if (recent.size() > limit) {
        return Part.of(recent, limit);
      }
      String sql =
          isFrequent(handle, words)
              ? ordered(handle, wanted, words, after)
              : all(wanted, words, after);
      return Part.of(found(handle, sql, wanted, words, after, limit), limit);
    });
  }

  /** Whether the words are in more messages than the index gives in a moment. */
  private static boolean isFrequent(Handle handle, List<Word> words) {
    Query query =
        handle
            .createQuery(
                "select count(*) from (select 1 from ticket_message_search where "
                    + conditions(words)
                    + " limit :most) as one")
            .bind("most", MOST_INDEXED + 1);
    for (int i = 0; i < words.size(); i++) {
      words.get(i).bind(query, i);
    }
    return query.mapTo(Long.class).one() > MOST_INDEXED;
  }

  private static List<Hit> found(
      Handle handle,
      String sql,
      Wanted wanted,
      List<Word> words,
      Optional<Place> after,
      int limit) {
    Query query =
        handle
            .createQuery(
                """
                select found.ticket, found.number, found.at, message.kind, message.author_id, message.author_name,
                  message.text
                from (%s limit :limit) as found
                join ticket_message message on message.ticket = found.ticket and message.number = found.number
                order by found.at desc, found.ticket desc, found.number desc
                """
                    .formatted(sql))
            .bind("limit", limit + 1);
    for (int i = 0; i < words.size(); i++) {
      words.get(i).bind(query, i);
    }
    after.ifPresent(place ->
        query
            .bind("at", place.at().atOffset(ZoneOffset.UTC))
            .bind("ticket", place.ticket())
            .bind("number", place.number()));
    wanted.author().ifPresent(author -> query.bind("author", author));
    wanted.kind().ifPresent(kind -> query.bind("kind", word(kind)));
    return query.map((row, _) -> hit(row, wanted.words())).list();
  }

  private static String word(TicketMessages.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private static Hit hit(ResultSet row, List<String> words) throws SQLException {
    return new Hit(
        row.getLong("ticket"),
        row.getInt("number"),
        TicketMessages.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
        row.getLong("author_id"),
        row.getString("author_name"),
        row.getObject("at", OffsetDateTime.class).toInstant(),
        Snippet.of(row.getString("text"), words));
  }

  // ---- statements

  private static String recent(Wanted wanted, List<Word> words, Optional<Place> after, int recent) {
    return """
    select ticket, number, at
    from (select * from ticket_message_search where %s %s limit %d) as recent
    where %s
    """
            .formatted(behind(wanted, after), ORDER, recent, conditions(wanted, words))
        + ORDER;
  }

  /** All that the index finds, before anything is put into an order: no other index is taken. */
  private static String all(Wanted wanted, List<Word> words, Optional<Place> after) {
    return """
    select ticket, number, at
    from (select ticket, number, at from ticket_message_search recent where %s and %s offset 0) as indexed
    """
            .formatted(conditions(wanted, words), behind(wanted, after))
        + ORDER;
  }

  /** All in their order, as far as it takes to fill a part. */
  private static String ordered(
      Handle handle, Wanted wanted, List<Word> words, Optional<Place> after) {
    handle.execute("set local enable_bitmapscan = off");
    handle.execute("set local enable_seqscan = off");
    return """
    select ticket, number, at from ticket_message_search recent where %s and %s
    """
            .formatted(conditions(wanted, words), behind(wanted, after))
        + ORDER;
  }

  /** What the index of times, or that of authors, serves. */
  private static String behind(Wanted wanted, Optional<Place> after) {
    return (wanted.author().isPresent() ? "author_id = :author" : "true")
        + (after.isPresent() ? " and (at, ticket, number) < (:at, :ticket, :number)" : "");
  }

  private static String conditions(List<Word> words) {
    return IntStream.range(0, words.size())
        .mapToObj(i -> words.get(i).condition(i))
        .collect(Collectors.joining(" and "));
  }

  private static String conditions(Wanted wanted, List<Word> words) {
    List<String> conditions = new ArrayList<>(List.of(conditions(words)));
    wanted.kind().ifPresent(_ -> conditions.add("kind = :kind"));
    String status =
        switch (wanted.filter()) {
          case OPEN -> "<>";
          case CLOSED -> "=";
          case ALL -> "";
        };
    if (!status.isEmpty()) {
      conditions.add(
          "exists (select 1 from ticket where ticket.ticket = recent.ticket and status %s 'closed')"
              .formatted(status));
    }
    return String.join(" and ", conditions);
  }

  // ---- tickets

  @Override
  public CompletionStage<List<TicketList.Row>> tickets(Wanted wanted) {
    return bounded.read(handle -> {
      List<String> conditions = new ArrayList<>();
      for (int i = 0; i < wanted.words().size(); i++) {
        conditions.add("names like lower(:like" + i + ")");
      }
      var number = NUMBER.matcher(wanted.words().getFirst());
      Query query =
          handle
              .createQuery(
                  """
                  select * from (
                    select ticket, member_id, user_name, staff_channel, opened_at, status,
                      member_messages + replies as messages, 1 as place
                    from ticket where ticket = :number
                    union
                    select ticket, member_id, user_name, staff_channel, opened_at, status,
                      member_messages + replies as messages, 2
                    from (select *, lower(user_name || ' ' || display_name) as names
                      from ticket order by ticket desc limit %d) as newest
                    where %s and ticket <> :number) as found
                  where %s
                  order by place, ticket desc limit :limit
                  """
                      .formatted(NAMED, String.join(" and ", conditions), status(wanted.filter())))
              .bind(
                  "number",
                  wanted.words().size() == 1 && number.matches()
                      ? Long.parseLong(number.group(1))
                      : 0)
              .bind("limit", MOST_TICKETS);
      for (int i = 0; i < wanted.words().size(); i++) {
        query.bind("like" + i, "%" + LikePattern.escaped(wanted.words().get(i)) + "%");
      }
      return query.map((row, _) -> TableTicketList.row(row)).list();
    });
  }

  private static String status(TicketList.Filter filter) {
    return switch (filter) {
      case OPEN -> "status <> 'closed'";
      case CLOSED -> "status = 'closed'";
      case ALL -> "true";
    };
  }
}
