package dev.switchboard.discord;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.discord.InboxTable.DmChannel;
import dev.switchboard.discord.InboxTable.NewRow;
import dev.switchboard.storage.Database;
import dev.switchboard.ticket.Inbox.Filled;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;

/**
 * Reads the part of a member's DM channel that no session saw, into the inbox. A mark moves only
 * with what it stands for, in one transaction, so that a crash in between loses nothing.
 */
final class DmHistory {
  /** The most that Discord gives at once. ("Get Channel Messages", Discord's documentation.) */
  private static final int PAGE = 100;

  private static final int PATIENCE_WITH_LIMITS = 5;

  /** Our clock and Discord's differ a little. */
  private static final Duration CLOCK_MARGIN = Duration.ofMinutes(1);

  private final Database database;
  private final Fence fence;
  private final GatewayLink.CallRest rest;
  private final FrameSorter sorter;
  private final Clock clock;

  DmHistory(
      Database database, Fence fence, GatewayLink.CallRest rest, FrameSorter sorter, Clock clock) {
    this.database = database;
    this.fence = fence;
    this.rest = rest;
    this.sorter = sorter;
    this.clock = clock;
  }

  /**
   * A reading of one channel.
   *
   * @param dm as it was at the beginning
   * @param session in which it is read; a session that begins meanwhile leaves the gap open
   * @param newest the newest message that is in the inbox already; 0 for none
   */
  private record Gap(DmChannel dm, Session session, long newest) {
    /** What was written before the product was there is not ours. */
    long oldest() {
      return Snowflake.at(session.since().minus(CLOCK_MARGIN));
    }
  }

  /** How much a page holds, the ids at its ends, and how many of its messages were new. */
  private record Page(int size, long oldest, long newest, int added) {}

  CompletionStage<Filled> fill(long user) {
    return database
        .query(handle -> look(handle, user))
        .thenCompose(found -> {
          if (found.isEmpty()) {
            return done(0);
          }
          Gap gap = found.getFirst();
          return gap.dm().mark() > 0
              ? forward(gap, gap.dm().mark(), 0)
              : backward(gap, gap.newest() == 0 ? 0 : gap.newest() + 1, gap.newest(), 0);
        });
  }

  private static List<Gap> look(Handle handle, long user) {
    Session session = InboxTable.session(handle).orElse(Session.NONE);
    DmChannel dm = InboxTable.dmChannels(handle, Set.of(user), Set.of()).get(user);
    if (dm == null || dm.epoch() >= session.epoch()) {
      return List.of();
    }
    long newest =
        InboxTable.pending(handle, StoredEvent.memberRoute(user)).stream()
            .filter(row -> row.event().kind().equals(StoredEvent.MESSAGE))
            .mapToLong(row -> row.event().ordering())
            .max()
            .orElse(0);
    return List.of(new Gap(dm, session, newest));
  }

  /** From the mark on; Discord gives the messages next to it first. */
  private CompletionStage<Filled> forward(Gap gap, long after, int before) {
    return read(gap, "after", after, 0)
        .thenCompose(answer ->
            switch (answer) {
              case Answer.Ok ok -> {
                boolean last = ok.body().size() < PAGE;
                yield store(gap, ok.body(), page -> Math.max(after, page.newest()), last)
                    .thenCompose(page -> {
                      int added = before + page.added();
                      return last || page.newest() <= after
                          ? done(added)
                          : forward(gap, page.newest(), added);
                    });
              }
              default -> refused(gap, answer);
            });
  }

  /** Without a mark: back from the newest, to where the product began. */
  private CompletionStage<Filled> backward(Gap gap, long before, long newest, int addedBefore) {
    return read(gap, "before", before, 0)
        .thenCompose(answer ->
            switch (answer) {
              case Answer.Ok ok -> {
                long oldest = ends(ok.body()).oldest();
                boolean last = ok.body().size() < PAGE || oldest <= gap.oldest();
                yield store(
                        gap, ok.body(), page -> last ? Math.max(newest, page.newest()) : 0, last)
                    .thenCompose(page -> {
                      int added = addedBefore + page.added();
                      return last
                          ? done(added)
                          : backward(gap, page.oldest(), Math.max(newest, page.newest()), added);
                    });
              }
              default -> refused(gap, answer);
            });
  }

  private CompletionStage<Answer> read(Gap gap, String direction, long message, int limited) {
    Call call =
        Call.get("/channels/{channel}/messages", gap.dm().channel()).withQuery("limit", PAGE);
    return rest.exchange(
            message == 0 ? call : call.withQuery(direction, Long.toUnsignedString(message)))
        .thenCompose(answer -> {
          if (answer instanceof Answer.Limited wait && limited < PATIENCE_WITH_LIMITS) {
            return CompletableFuture.supplyAsync(
                    () -> gap,
                    CompletableFuture.delayedExecutor(
                        wait.retryAfter().toMillis(),
                        TimeUnit.MILLISECONDS,
                        database.blockingCalls()))
                .thenCompose(again -> read(again, direction, message, limited + 1));
          }
          return CompletableFuture.completedFuture(answer);
        });
  }

  /** Where the mark stands once a page is stored. */
  @FunctionalInterface
  private interface MarkBehind {
    long page(Page page);
  }

  private CompletionStage<Page> store(Gap gap, JsonNode messages, MarkBehind mark, boolean last) {
    return database.transaction(handle -> {
      fence.check(handle);
      long user = gap.dm().user();
      // The channel's row before the inbox's, as the intake does, or the two could deadlock.
      InboxTable.lockDmChannel(handle, user);
      List<NewRow> rows = new ArrayList<>();
      for (JsonNode message : messages) {
        long id = Payload.id(message.path("id"));
        boolean theirs = Payload.id(message.path("author").path("id")) == user;
        if (id > gap.oldest() && theirs && !sorter.notByPeople(message)) {
          rows.add(row(user, id, message));
        }
      }
      rows.sort((one, other) -> Long.compare(one.event().ordering(), other.event().ordering()));
      int added = InboxTable.insert(handle, rows, clock.instant()).size();
      Page ends = ends(messages);
      var page = new Page(ends.size(), ends.oldest(), ends.newest(), added);
      InboxTable.markRead(handle, user, mark.page(page), last ? gap.session().epoch() : 0);
      return page;
    });
  }

  private static NewRow row(long user, long id, JsonNode message) {
    return new NewRow(
        new StoredEvent(
            StoredEvent.MESSAGE,
            Long.toUnsignedString(id),
            StoredEvent.memberRoute(user),
            id,
            message.toString()),
        0);
  }

  private static Page ends(JsonNode messages) {
    long oldest = Long.MAX_VALUE;
    long newest = 0;
    for (JsonNode message : messages) {
      long id = Payload.id(message.path("id"));
      oldest = Math.min(oldest, id);
      newest = Math.max(newest, id);
    }
    return new Page(messages.size(), oldest, newest, 0);
  }

  private CompletionStage<Filled> refused(Gap gap, Answer answer) {
    if (answer instanceof Answer.Refused refused && refused.status() != 401) {
      return database
          .transaction(handle -> {
            fence.check(handle);
            InboxTable.markRead(handle, gap.dm().user(), 0, gap.session().epoch());
            return refused.message();
          })
          .thenApply(Filled.Unreadable::new);
    }
    return CompletableFuture.failedFuture(
        new IOException("the DM channel could not be read: " + answer));
  }

  private static CompletionStage<Filled> done(int added) {
    return CompletableFuture.completedFuture(new Filled.Complete(added));
  }
}
