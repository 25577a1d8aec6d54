package dev.switchboard.ticket.read;

import dev.switchboard.access.Principal;
import dev.switchboard.storage.Database;
import dev.switchboard.ticket.view.ReadMarks;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.apache.pekko.Done;

/** {@link ReadMarks} in the table {@code read_mark}. */
public final class TableReadMarks implements ReadMarks {
  /** How long the marks of a closed ticket are kept. */
  private static final Duration KEPT = Duration.ofDays(30);

  /**
   * The unread messages of a row of {@code ticket}, newest first. They are looked for among the
   * newest thousand, so that somebody who never reads costs no more than others.
   */
  private static final String UNREAD_MESSAGES =
      """
      select from (
        select m.kind, m.author_id, m.deleted_at from ticket_message m
        where m.ticket = ticket.ticket and m.number > coalesce(
          (select r.message from read_mark r where r.reader = :reader and r.ticket = ticket.ticket), 0)
        order by m.number desc limit 1000) newest
      where deleted_at is null and (kind = 'member' or kind in ('reply', 'note') and author_id <> :reader)
      """;

  private static final String COUNTS =
      """
      (ticket.status <> 'closed' or exists (
        select from read_mark r where r.reader = :reader and r.ticket = ticket.ticket))
      """;

  private static final String IS_MARKED =
      """
      exists (select from read_mark r where r.reader = :reader and r.ticket = ticket.ticket and r.unread)
      """;

  /** Whether the user {@code :reader} has not read all of a row of the table {@code ticket}. */
  static final String IS_UNREAD =
      "(%s or %s and exists (%s))".formatted(IS_MARKED, COUNTS, UNREAD_MESSAGES);

  private static final String TICKET_IS_THERE =
      "exists (select from ticket where ticket = :ticket and purged_at is null)";

  private final Database database;

  public TableReadMarks(Database database) {
    this.database = database;
  }

  private static long reader(Principal by) {
    if (by instanceof Principal.DiscordUser user) {
      return user.id();
    }
    throw new IllegalStateException("only users of Discord read at the desk: " + by.name());
  }

  /** No mark is ahead of the messages: those to come would count as read. */
  @Override
  public CompletionStage<Boolean> read(Principal by, long ticket, int message) {
    return mark(
        by,
        ticket,
        """
        insert into read_mark (reader, ticket, message, unread)
        select :reader, :ticket, least(:message,
          coalesce((select max(number) from ticket_message where ticket = :ticket), 0)), false
        where %s
        on conflict (reader, ticket) do update
        set message = greatest(read_mark.message, excluded.message), unread = false
        """,
        message);
  }

  @Override
  public CompletionStage<Boolean> unread(Principal by, long ticket) {
    return mark(
        by,
        ticket,
        """
        insert into read_mark (reader, ticket, message, unread) select :reader, :ticket, :message, true where %s
        on conflict (reader, ticket) do update set unread = true
        """,
        0);
  }

  private CompletionStage<Boolean> mark(Principal by, long ticket, String sql, int message) {
    long reader = reader(by);
    return database.query(handle ->
        handle
                .createUpdate(sql.formatted(TICKET_IS_THERE))
                .bind("reader", reader)
                .bind("ticket", ticket)
                .bind("message", message)
                .execute()
            > 0);
  }

  @Override
  public CompletionStage<Map<Long, Integer>> count(Principal by, Collection<Long> tickets) {
    long reader = reader(by);
    return database.query(handle ->
        handle
            .createQuery(
                """
                select ticket, greatest(case when %s then 1 else 0 end, case when %s
                  then (select count(*) from (%s limit :most) first_ones) else 0 end) as unread
                from ticket where ticket = any(:tickets)
                """
                    .formatted(IS_MARKED, COUNTS, UNREAD_MESSAGES))
            .bind("reader", reader)
            .bind("most", MOST)
            .bindArray("tickets", Long.class, tickets.toArray())
            .map((row, _) -> Map.entry(row.getLong("ticket"), row.getInt("unread")))
            .list()
            .stream()
            .filter(one -> one.getValue() > 0)
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
  }

  /** Forgets the marks of tickets that were closed long ago. */
  public CompletionStage<Done> forget() {
    return database.query(handle -> {
      handle
          .createUpdate(
              """
              delete from read_mark r using ticket t where t.ticket = r.ticket and (t.purged_at is not null
                or t.status = 'closed' and t.closed_at < now() - make_interval(secs => :kept))
              """)
          .bind("kept", KEPT.toSeconds())
          .execute();
      return Done.getInstance();
    });
  }
}
