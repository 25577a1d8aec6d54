package dev.switchboard.feed;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/**
 * Writes events into the table {@code feed}. Positions have the order in which the transactions
 * become visible: the row {@code feed_head} is locked from here to the end of the transaction, and
 * PostgreSQL shows a transaction to others before it releases the transaction's locks. A rolled
 * back transaction gives its positions back, so there are no gaps.
 *
 * <p>The other writers wait for the commit meanwhile. This is therefore the last statement of a
 * transaction, with nothing behind it that waits for another lock.
 */
public final class FeedRows {
  private FeedRows() {}

  /** Appends events in an open transaction, which must be committed soon. One statement. */
  public static void append(Handle handle, List<FeedDraft> drafts) {
    if (drafts.isEmpty()) {
      return;
    }
    handle
        .createUpdate(
            """
            with head as (
              insert into feed_head as known (last) values (:count)
              on conflict (one) do update set last = known.last + excluded.last
              returning last)
            insert into feed (position, at, ticket, kind, needed_right, payload)
            select head.last - :count + place, clock_timestamp(), ticket, kind, needed_right, cast(payload as jsonb)
            from head cross join unnest(cast(:tickets as bigint[]), cast(:kinds as text[]), cast(:rights as text[]),
                                        cast(:payloads as text[]))
                 with ordinality as told (ticket, kind, needed_right, payload, place)
            """)
        .bind("count", (long) drafts.size())
        .bindArray("tickets", Long.class, column(drafts, FeedDraft::ticket))
        .bindArray("kinds", String.class, column(drafts, draft -> draft.kind().word()))
        .bindArray(
            "rights",
            String.class,
            column(drafts, draft -> draft.right().name().toLowerCase(Locale.ROOT)))
        .bindArray("payloads", String.class, column(drafts, FeedDraft::payload))
        .execute();
  }

  private static Object[] column(List<FeedDraft> drafts, Function<FeedDraft, Object> value) {
    return drafts.stream().map(value).toArray();
  }
}
