package dev.switchboard.bench.seed;

import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/**
 * What is done before and after the tickets: indexes of the search that are quicker made at once,
 * and how far the projection and the numbers are.
 */
record Finish(Handle handle) {
  private static final String SEARCH = "ticket_message_search";

  /** Keeps the definitions of the search's indexes, and drops them. */
  void begin() {
    handle.execute(
        """
        create table seed_index as
        select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition from pg_index
        where indrelid = cast(? as regclass) and not indisprimary
        """,
        SEARCH);
    for (String name : column("name")) {
      handle.execute("drop index " + name);
    }
  }

  private List<String> column(String name) {
    return handle
        .createQuery("select " + name + " from seed_index order by name")
        .mapTo(String.class)
        .list();
  }

  void end(Journal journal, int tickets) {
    handle.execute(
        """
        insert into ticket_message_search (ticket, number, at, kind, author_id, folded)
        select ticket, number, at, kind, author_id, search_folded(text) from ticket_message
        where deleted_at is null and text <> '' order by at, ticket, number
        """);
    column("definition").forEach(handle::execute);
    handle.execute("drop table seed_index");
    handle.execute(
        "update search_progress set position = (select coalesce(max(last), 0) from feed_head)");
    handle.execute(
        "select setval(pg_get_serial_sequence('event_journal', 'ordering'), ?)", journal.last());
    handle.execute("select setval('ticket_number', ?)", (long) tickets);
    for (Map.Entry<String, Long> tag : journal.newest().entrySet()) {
      if (tag.getKey().startsWith("ticket-")) {
        position(tag.getKey(), tag.getValue());
      }
    }
    handle.execute("vacuum analyze");
  }

  /** The projection of this tag has recorded all up to there. */
  private void position(String tag, long last) {
    handle.execute(
        """
        insert into pekko_projection_offset_store
          (projection_name, projection_key, current_offset, manifest, mergeable, last_updated)
        values ('ticket', ?, ?, 'SEQ', false, extract(epoch from now()) * 1000)
        """,
        tag,
        Long.toString(last));
    handle.execute(
        "insert into projection_recorded (projection, part, up_to) values ('ticket', ?, ?)",
        tag,
        last);
  }
}
