package dev.switchboard.feed;

import dev.switchboard.access.Right;
import java.util.List;
import java.util.stream.LongStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Events of the feed for tests. */
final class FeedFixture {
  private FeedFixture() {}

  static FeedDraft draft(long ticket) {
    return new FeedDraft(
        ticket, FeedKind.TICKET_OPENED, Right.VIEW_TICKETS, "{\"ticket\":\"" + ticket + "\"}");
  }

  /** Events of the tickets with these numbers, up to nine in one transaction. */
  static void append(Jdbi jdbi, long from, long to) {
    for (long next = from; next <= to; next += 9) {
      List<FeedDraft> drafts =
          LongStream.rangeClosed(next, Math.min(next + 8, to))
              .mapToObj(FeedFixture::draft)
              .toList();
      jdbi.useTransaction(handle -> FeedRows.append(handle, drafts));
    }
  }

  static void empty(Handle handle) {
    handle.execute("truncate feed, feed_head");
  }

  static List<Long> tickets(List<FeedEntry> entries) {
    return entries.stream().map(FeedEntry::ticket).toList();
  }

  static List<Long> positions(List<FeedEntry> entries) {
    return entries.stream().map(FeedEntry::position).toList();
  }
}
