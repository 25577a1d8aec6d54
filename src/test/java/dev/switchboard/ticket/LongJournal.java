package dev.switchboard.ticket;

import org.jdbi.v3.core.Jdbi;

/** A long conversation, put into the journal by the database itself, which takes seconds. */
public final class LongJournal {
  private static final String OPENED =
      """
      insert into event_journal (persistence_id, sequence_number, writer, write_timestamp, adapter_manifest,
        event_ser_id, event_ser_manifest, event_payload)
      select :id, 1, 'test', 0, '', 1001, '', convert_to(
        '{"event":"opened","ticket":' || :ticket || ',"member":{"id":1000,"userName":"alice","displayName":"Alice"},'
        || '"dmChannel":500,"former":[],"at":"2026-11-21T10:00:00Z"}', 'UTF8')
      """;

  /** For each message: it was written, planned to be shown, and shown. */
  private static final String SAID =
      """
      insert into event_journal (persistence_id, sequence_number, writer, write_timestamp, adapter_manifest,
        event_ser_id, event_ser_manifest, event_payload)
      select :id, :before + (n - 1) * 3 + part, 'test', 0, '', 1001, '', convert_to(case part
        when 1 then '{"event":"written","number":' || n + :numbers || ',"source":' || 2000000 + n || ',"author":{"by":"member",'
          || '"name":"Alice"},"content":{"text":"message ' || n + :numbers || ' ' || :words
          || '","attachments":[],"extras":[],"answers":0},"at":"2026-11-21T10:00:01Z"}'
        when 2 then '{"event":"planned","post":' || n + :posts || ',"deed":{"deed":"show","target":"STAFF","purpose":"RELAY",'
          || '"numbers":[' || n + :numbers || '],"part":0,"files":[],"draft":{"content":"as it was said","embeds":[],"files":[],'
          || '"pings":{"everyone":false,"roles":[]},"answers":0,"buttons":[]}},"at":"2026-11-21T10:00:02Z"}'
        else '{"event":"sent","post":' || n + :posts || ',"id":' || 9000000 + n || ',"at":"2026-11-21T10:00:03Z"}' end, 'UTF8')
      from generate_series(1, :messages) n, generate_series(1, 3) part
      """;

  private static final String EDITED =
      """
      insert into event_journal (persistence_id, sequence_number, writer, write_timestamp, adapter_manifest,
        event_ser_id, event_ser_manifest, event_payload)
      select :id, :before + n, 'test', 0, '', 1001, '', convert_to(
        '{"event":"edited","number":10,"cause":2000010,"text":"edit ' || n || ' ' || :words
        || '","inPlace":true,"at":"2026-11-21T11:00:00Z"}', 'UTF8')
      from generate_series(1, :edits) n
      """;

  private LongJournal() {}

  /** A ticket of so many messages, of which the tenth was edited so often. */
  public static void fill(Jdbi jdbi, long ticket, int messages, int edits) {
    String id = "Ticket|" + ticket;
    jdbi.useTransaction(handle -> {
      handle.createUpdate(OPENED).bind("id", id).bind("ticket", ticket).execute();
      handle
          .createUpdate(EDITED)
          .bind("id", id)
          .bind("before", 1 + 3L * messages)
          .bind("edits", edits)
          .bind("words", "word ".repeat(800))
          .execute();
    });
    more(jdbi, ticket, new Behind(1, 0, 0), messages);
  }

  /** How far a journal is already: its last event, entry and post. */
  public record Behind(long sequence, int number, long post) {}

  /** So many messages more. */
  public static void more(Jdbi jdbi, long ticket, Behind behind, int messages) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate(SAID)
            .bind("id", "Ticket|" + ticket)
            .bind("before", behind.sequence())
            .bind("numbers", behind.number())
            .bind("posts", behind.post())
            .bind("messages", messages)
            .bind("words", "word ".repeat(800))
            .execute());
  }
}
