package dev.switchboard.discord.inbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.switchboard.discord.api.Answer;
import dev.switchboard.discord.api.Call;
import dev.switchboard.discord.api.DiscordSettings;
import dev.switchboard.discord.api.Payload;
import dev.switchboard.discord.api.Refusals;
import dev.switchboard.discord.gateway.GatewayLink;
import dev.switchboard.discord.gateway.Session;
import dev.switchboard.discord.inbox.InboxTable.NewRow;
import dev.switchboard.discord.inbox.InboxTable.RowKey;
import dev.switchboard.discord.inbox.TrackedChannelTable.Reach;
import dev.switchboard.discord.message.MessageReader;
import dev.switchboard.ticket.Conversations;
import dev.switchboard.timing.Snowflake;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * Reads a channel's history from the newest message back into the inbox: missed messages, and edits
 * and deletions among the last known messages. Edited messages whose text Discord did not send are
 * requested at any age. Each page is written in one transaction; the last one moves the mark, so
 * that a crash loses nothing and a second reading adds no duplicates. Thread-safe; never blocks.
 */
public final class HistoryReader {
  /** The number of known messages that are compared. */
  private static final int COMPARED = 100;

  /** The largest number of messages waiting in the inbox that are compared in addition. */
  private static final int MOST_KNOWN = 10_000;

  private static final int UNAUTHORIZED = 401;

  /** Tolerance for the difference between our clock and Discord's. */
  private static final Duration CLOCK_MARGIN = Duration.ofMinutes(1);

  private final FencedDatabase database;
  private final GatewayLink.CallRest rest;
  private final Conversations conversations;
  private final UnknownEdits unknownEdits;
  private final HistoryRows rows;
  private final Clock clock;

  public HistoryReader(
      FencedDatabase database,
      GatewayLink.CallRest rest,
      Conversations conversations,
      DiscordSettings settings,
      Clock clock) {
    this.database = database;
    this.rest = rest;
    this.conversations = conversations;
    this.unknownEdits = new UnknownEdits(rest);
    this.rows = new HistoryRows(new FrameSorter(settings), settings.place().staffGuild());
    this.clock = clock;
  }

  /** The result, with the epoch at the beginning: a session that starts later leaves a new gap. */
  sealed interface Read {
    long epoch();

    /**
     * The channel was read.
     *
     * @param unseen messages that no session received, including those already in the inbox
     * @param added new inbox rows: messages, edits and deletions
     */
    record Complete(long epoch, int unseen, int added) implements Read {}

    /** Discord refused. For a ticket's channel, a row in the inbox informs staff. */
    record Unreadable(long epoch, String detail) implements Read {}
  }

  /**
   * The part of the history to read.
   *
   * @param reach the channel's state at the beginning
   * @param session the present session; one that begins meanwhile leaves a gap
   * @param known messages that were in the channel before the reading began
   * @param untold messages whose last edit is not known, with the number of that edit
   */
  private record Stretch(
      TrackedChannel channel,
      Reach reach,
      Session session,
      Set<Long> known,
      Map<Long, Long> untold) {
    /** Messages up to this id are older than the product or the ticket and are not read. */
    long floor() {
      return switch (channel) {
        case TrackedChannel.Dm _ -> Snowflake.at(session.since().minus(CLOCK_MARGIN));
        case TrackedChannel.OfTicket(_, long id) -> id;
      };
    }

    boolean isBehindMark(JsonNode message) {
      long id = HistoryPage.id(message);
      return id > reach.mark() && id > floor();
    }

    boolean asksFor(JsonNode message) {
      long id = HistoryPage.id(message);
      return known.contains(id) || untold.containsKey(id);
    }

    /** Messages whose unknown edit this page shows. */
    Set<Long> told(HistoryPage page) {
      return page.messages().stream()
          .filter(MessageReader::hasText)
          .map(HistoryPage::id)
          .filter(untold::containsKey)
          .collect(Collectors.toSet());
    }

    Set<Long> untoldBut(Set<Long> told) {
      Set<Long> left = new HashSet<>(untold.keySet());
      left.removeAll(told);
      return left;
    }

    Map<Long, Long> numbered(Set<Long> told) {
      Map<Long, Long> numbers = new HashMap<>(untold);
      numbers.keySet().retainAll(told);
      return numbers;
    }
  }

  /**
   * The progress of the reading.
   *
   * @param before the oldest message read; 0 before the first page
   * @param newest the newest message read; 0 for none
   * @param compared the number of messages read up to the mark
   * @param unseen messages that no session received
   * @param added new inbox rows
   * @param told messages whose unknown edit was shown by a page
   */
  private record Progress(
      long before, long newest, int compared, int unseen, int added, Set<Long> told) {
    static final Progress NONE = new Progress(0, 0, 0, 0, 0, Set.of());

    Progress with(HistoryPage page, Stretch stretch, int more, int rowsAdded) {
      Set<Long> toldNow = new HashSet<>(told);
      toldNow.addAll(stretch.told(page));
      return new Progress(
          page.oldest(),
          Math.max(newest, page.newest()),
          compared + page.upTo(stretch.reach().mark()),
          unseen + more,
          added + rowsAdded,
          toldNow);
    }

    boolean endsWith(HistoryPage page, Stretch stretch) {
      long oldest = page.oldest();
      boolean seenAll =
          compared >= COMPARED || stretch.known().stream().noneMatch(id -> id < oldest);
      return page.last()
          || oldest <= stretch.floor()
          || (oldest <= stretch.reach().mark() && seenAll);
    }
  }

  CompletionStage<Read> read(TrackedChannel channel) {
    CompletionStage<List<Long>> remembered =
        switch (channel) {
          case TrackedChannel.Dm(long user, _) -> conversations.messages(user, COMPARED);
          case TrackedChannel.OfTicket(long ticket, _) -> conversations.notes(ticket, COMPARED);
        };
    return remembered
        .thenCompose(known -> database.query(handle -> begin(handle, channel, known)))
        .thenCompose(stretch -> page(stretch, Progress.NONE));
  }

  private static Stretch begin(Handle handle, TrackedChannel channel, List<Long> remembered) {
    Session session = InboxTable.session(handle).orElse(Session.NONE);
    Reach reach = TrackedChannelTable.find(handle, channel).orElse(new Reach(0, 0, 0));
    Set<Long> known = new HashSet<>(remembered);
    known.addAll(InboxTable.pendingMessages(handle, channel.route(), MOST_KNOWN));
    Map<Long, Long> untold = UnknownEditTable.of(handle, channel.channel());
    Stretch stretch = new Stretch(channel, reach, session, known, untold);
    // A ticket's notes may be in one of its former channels.
    known.removeIf(id -> id <= stretch.floor());
    return stretch;
  }

  private CompletionStage<Read> page(Stretch stretch, Progress progress) {
    Call call =
        Call.get("/channels/{channel}/messages", stretch.channel().channel())
            .withQuery("limit", HistoryPage.SIZE);
    return rest.exchange(
            progress.before() == 0
                ? call
                : call.withQuery("before", Long.toUnsignedString(progress.before())))
        .thenCompose(answer ->
            switch (answer) {
              case Answer.Ok ok when ok.body().isArray() ->
                  taken(stretch, progress, HistoryPage.of(ok.body(), progress.before()));
              case Answer.Refused refused when refused.status() != UNAUTHORIZED ->
                  refused(stretch, refused);
              case Answer.Ok _,
                  Answer.Refused _,
                  Answer.Limited _,
                  Answer.Failed _,
                  Answer.Unreachable _ ->
                  failed(stretch, answer);
            });
  }

  private CompletionStage<Read> taken(Stretch stretch, Progress progress, HistoryPage page) {
    boolean emptied = page.before() == 0 && page.messages().isEmpty() && !stretch.known().isEmpty();
    if (emptied && stretch.channel() instanceof TrackedChannel.OfTicket) {
      return unreadable(stretch, "none of its messages is shown; the bot may not read them");
    }
    return members(stretch, page)
        .thenCombine(untold(stretch, progress, page), Asked::new)
        .thenCompose(
            asked -> database.transaction(handle -> write(handle, stretch, progress, page, asked)))
        .thenCompose(after ->
            after.endsWith(page, stretch)
                ? done(new Read.Complete(stretch.session().epoch(), after.unseen(), after.added()))
                : page(stretch, after));
  }

  /** Answers to requests for facts that the page lacks. */
  private record Asked(Map<Long, JsonNode> members, UnknownEdits.Told told) {}

  /** After the last page: the remaining messages are older than all pages. */
  private CompletionStage<UnknownEdits.Told> untold(
      Stretch stretch, Progress before, HistoryPage page) {
    Progress after = before.with(page, stretch, 0, 0);
    return after.endsWith(page, stretch)
        ? unknownEdits.ask(stretch.channel().channel(), stretch.untoldBut(after.told()))
        : CompletableFuture.completedStage(UnknownEdits.Told.NOTHING);
  }

  private Progress write(
      Handle handle, Stretch stretch, Progress before, HistoryPage page, Asked asked) {
    TrackedChannel channel = stretch.channel();
    // Locks the channel's row before inbox rows, as the intake does, to prevent deadlocks.
    Reach now = TrackedChannelTable.lock(handle, channel).orElse(stretch.reach());
    // Without a gap messages come live; a row written here first would prevent that.
    boolean gap = now.epoch() < stretch.session().epoch();
    List<JsonNode> fresh =
        page.messages().stream()
            .filter(
                message -> gap && stretch.isBehindMark(message) && rows.isSaid(channel, message))
            .toList();
    Set<RowKey> made =
        insert(
            handle, fresh.stream().map(message -> rows.message(channel, message, asked.members())));
    Set<Long> shown = fresh.stream().map(HistoryPage::id).collect(Collectors.toSet());
    List<NewRow> changes = new ArrayList<>();
    for (JsonNode message : page.messages()) {
      if (shown.contains(HistoryPage.id(message)) || stretch.asksFor(message)) {
        boolean readSo = made.contains(HistoryRows.key(message));
        rows.edit(channel, message, readSo).ifPresent(changes::add);
      }
    }
    page.missing(stretch.known()).forEach(id -> changes.add(rows.deletion(channel, id)));
    asked
        .told()
        .said()
        .forEach(message -> rows.edit(channel, message, false).ifPresent(changes::add));
    asked.told().gone().forEach(id -> changes.add(rows.deletion(channel, id)));
    int added = made.size() + insert(handle, changes.stream()).size();
    Progress after = before.with(page, stretch, fresh.size(), added);
    if (after.endsWith(page, stretch)) {
      long epoch = stretch.session().epoch();
      boolean known = after.unseen() == 0;
      TrackedChannelTable.swept(handle, channel, stretch.reach(), after.newest(), epoch, known);
      Set<Long> told = new HashSet<>(after.told());
      told.addAll(asked.told().messages());
      UnknownEditTable.forget(handle, channel.channel(), stretch.numbered(told));
    }
    return after;
  }

  private Set<RowKey> insert(Handle handle, Stream<NewRow> found) {
    List<NewRow> inOrder =
        found.sorted(Comparator.comparingLong(row -> row.event().ordering())).toList();
    return InboxTable.insert(handle, inOrder, clock.instant());
  }

  /** A channel's history lacks the roles of its authors, which show whether they are staff. */
  private CompletionStage<Map<Long, JsonNode>> members(Stretch stretch, HistoryPage page) {
    CompletionStage<Map<Long, JsonNode>> members =
        CompletableFuture.completedStage(new HashMap<>());
    if (stretch.channel() instanceof TrackedChannel.Dm) {
      return members;
    }
    List<Long> authors =
        page.messages().stream()
            .filter(
                message -> stretch.isBehindMark(message) && rows.isSaid(stretch.channel(), message))
            .map(message -> Payload.id(message.path("author").path("id")))
            .distinct()
            .toList();
    for (long author : authors) {
      members =
          members.thenCompose(known ->
              member(author)
                  .thenApply(member -> {
                    known.put(author, member);
                    return known;
                  }));
    }
    return members;
  }

  /** A user who has left the guild has no roles and so is not staff. */
  private CompletionStage<JsonNode> member(long user) {
    return rest.exchange(Call.get("/guilds/{guild}/members/{user}", rows.staffGuild(), user))
        .thenCompose(answer ->
            switch (answer) {
              case Answer.Ok ok -> CompletableFuture.completedStage(ok.body());
              case Answer.Refused refused when refused.status() != UNAUTHORIZED ->
                  CompletableFuture.<JsonNode>completedStage(JsonNodeFactory.instance.objectNode());
              case Answer.Refused _, Answer.Limited _, Answer.Failed _, Answer.Unreachable _ ->
                  CompletableFuture.failedStage(new IOException("who wrote: " + answer));
            });
  }

  private CompletionStage<Read> refused(Stretch stretch, Answer.Refused refused) {
    return stretch.channel() instanceof TrackedChannel.OfTicket(_, long channel)
            && refused.code() == Refusals.UNKNOWN_CHANNEL
        ? checked(stretch, channel, refused)
        : unreadable(stretch, refused.message());
  }

  /** As {@code ChannelCheck} for jobs: a ticket whose channel is gone gets a new one. */
  private CompletionStage<Read> checked(Stretch stretch, long channel, Answer.Refused refused) {
    return rest.exchange(Call.get("/channels/{channel}", channel))
        .thenCompose(answer ->
            answer instanceof Answer.Refused again && again.code() == Refusals.UNKNOWN_CHANNEL
                ? gone(stretch, channel, refused)
                : failed(stretch, refused));
  }

  private CompletionStage<Read> gone(Stretch stretch, long channel, Answer.Refused refused) {
    return database.transaction(handle -> {
      TrackedChannelTable.lock(handle, stretch.channel());
      InboxTable.insert(handle, List.of(rows.channelDeletion(channel)), clock.instant());
      TrackedChannelTable.end(handle, List.of(channel));
      return new Read.Unreadable(stretch.session().epoch(), refused.message());
    });
  }

  private CompletionStage<Read> unreadable(Stretch stretch, String detail) {
    long epoch = stretch.session().epoch();
    return database.transaction(handle -> {
      TrackedChannelTable.lock(handle, stretch.channel());
      if (stretch.channel() instanceof TrackedChannel.OfTicket ofTicket) {
        NewRow notice = rows.unreadable(ofTicket.channel(), epoch, detail);
        InboxTable.insert(handle, List.of(notice), clock.instant());
        TrackedChannelTable.refused(handle, ofTicket, stretch.reach());
        TrackedChannelTable.swept(handle, ofTicket, stretch.reach(), 0, epoch, false);
      }
      return new Read.Unreadable(epoch, detail);
    });
  }

  private static CompletionStage<Read> failed(Stretch stretch, Answer answer) {
    return CompletableFuture.failedFuture(
        new IOException(
            "channel %d could not be read: %s".formatted(stretch.channel().channel(), answer)));
  }

  private static CompletionStage<Read> done(Read read) {
    return CompletableFuture.completedStage(read);
  }
}
