package dev.switchboard.ticket;

import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Lengthens a ticket by copies of a message that was really said and shown: the product's own
 * events of it, with other numbers, ids and words. The database makes them, which takes seconds
 * where saying them would take an hour. For tests, while the product is stopped.
 */
public final class CopiedMessages {
  /** The text of the message, the last one of its ticket. */
  public static final String PATTERN = "the message that is copied";

  /** So many apart are two ids that Discord makes in one millisecond. */
  private static final int MOST = 1 << 22;

  /** 1,900 characters with some beyond the basic plane; no two copies are alike. */
  private static final String WORDS =
      """
      'copy ' || n || ' ' || repeat('😀🦊', 10)
        || (select string_agg(md5(n || '-' || k), ' ') from generate_series(1, 56) k)
      """;

  private static final String COPY =
      """
      insert into event_journal (persistence_id, sequence_number, writer, write_timestamp, adapter_manifest,
        event_ser_id, event_ser_manifest, event_payload)
      select persistence_id, :last + (n - 1) * 3 + sequence_number - :before, writer, write_timestamp, adapter_manifest,
        event_ser_id, event_ser_manifest,
        convert_to(replace(replace(replace(replace(replace(replace(replace(convert_from(event_payload, 'UTF8'),
          '"number":' || :number, '"number":' || :number + n),
          '"numbers":[' || :number || ']', '"numbers":[' || :number + n || ']'),
          '`#' || :number || '`', '`#' || :number + n || '`'),
          '"post":' || :post || ',', '"post":' || :post + n || ','),
          '"source":' || :source, '"source":' || :source + n),
          '"id":' || :shown, '"id":' || :shown + n),
          :pattern, words), 'UTF8')
      from (select n, <words> as words from generate_series(:from, :to) n) copies,
        (select * from event_journal where persistence_id = :id and sequence_number > :before and sequence_number <= :last) events
      order by n, sequence_number
      """;

  private static final String TAG =
      """
      insert into event_tag (event_id, tag)
      select ordering, :tag from event_journal
      where persistence_id = :id and sequence_number > :last + (:from - 1) * 3 and sequence_number <= :last + :to * 3
      """;

  /** Made by one statement, which has a minute. */
  private static final int PIECE = 5_000;

  private CopiedMessages() {}

  /** What changes from message to message. */
  private record Pattern(long last, int number, long source, long post, long shown) {}

  /** Puts so many of them behind the last message of a ticket. */
  public static void of(Jdbi jdbi, long ticket, int messages) {
    if (messages >= MOST) {
      throw new IllegalArgumentException("not more than " + MOST);
    }
    String id = TicketEntity.TYPE_KEY.name() + "|" + ticket;
    jdbi.useTransaction(handle -> {
      Pattern pattern = pattern(handle, id);
      for (int from = 1; from <= messages; from += PIECE) {
        int to = Math.min(messages, from + PIECE - 1);
        handle
            .createUpdate(COPY.replace("<words>", WORDS))
            .bind("id", id)
            .bind("before", pattern.last() - 3)
            .bind("last", pattern.last())
            .bind("from", from)
            .bind("to", to)
            .bind("number", pattern.number())
            .bind("post", pattern.post())
            .bind("source", pattern.source())
            .bind("shown", pattern.shown())
            .bind("pattern", PATTERN)
            .execute();
        handle
            .createUpdate(TAG)
            .bind("id", id)
            .bind("tag", TicketEntity.tag(ticket))
            .bind("last", pattern.last())
            .bind("from", from)
            .bind("to", to)
            .execute();
      }
    });
  }

  private static Pattern pattern(Handle handle, String id) {
    List<Pattern> found =
        handle
            .createQuery(
                """
                with event as (
                  select sequence_number, convert_from(event_payload, 'UTF8')::json as it
                  from event_journal where persistence_id = :id order by sequence_number desc limit 3)
                select sent.sequence_number, (written.it ->> 'number')::int, (written.it ->> 'source')::bigint,
                  (sent.it ->> 'post')::bigint, (sent.it ->> 'id')::bigint
                from event written, event planned, event sent
                where written.it ->> 'event' = 'written' and written.it #>> '{content,text}' = :pattern
                  and planned.it ->> 'event' = 'planned' and sent.it ->> 'event' = 'sent'
                """)
            .bind("id", id)
            .bind("pattern", PATTERN)
            .map((row, _) ->
                new Pattern(
                    row.getLong(1), row.getInt(2), row.getLong(3), row.getLong(4), row.getLong(5)))
            .list();
    if (found.size() != 1) {
      throw new IllegalStateException("its last events are not those of the message to copy");
    }
    return found.getFirst();
  }
}
