package dev.switchboard.discord.inbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.switchboard.discord.api.Answer;
import dev.switchboard.discord.api.Call;
import dev.switchboard.discord.api.DiscordSettings;
import dev.switchboard.discord.api.Payload;
import dev.switchboard.discord.api.Refusals;
import dev.switchboard.discord.api.Snowflake;
import dev.switchboard.discord.gateway.GatewayLink;
import dev.switchboard.discord.gateway.Session;
import dev.switchboard.discord.inbox.InboxTable.NewRow;
import dev.switchboard.discord.inbox.InboxTable.RowKey;
import dev.switchboard.discord.inbox.TrackedChannelTable.Reach;
import dev.switchboard.discord.message.MessageReader;
import dev.switchboard.ticket.Conversations;
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
 * Reads a channel back from its newest message into the inbox: what no session saw, and what was
 * edited or deleted meanwhile among the last messages that were seen. Messages of which no more is
 * known than that they were edited are asked for, however old they are. Every page is written in a
 * transaction of its own; the last one moves the mark, so that a crash in between loses nothing,
 * and what is read again is not there twice. Thread-safe; never blocks.
 */
public final class HistoryReader {
  /** How many of the messages that are known already are compared. */
  private static final int COMPARED = 100;

  /** And how many of those that wait in the inbox, at most. */
  private static final int MOST_KNOWN = 10_000;

  private static final int UNAUTHORIZED = 401;

  /** Our clock and Discord's differ a little. */
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

  /** What came of it. Each says in which session it began, since a later one leaves a new gap. */
  sealed interface Read {
    long epoch();

    /**
     * It is read.
     *
     * @param unseen messages that no session saw, whether they were in the inbox already or not
     * @param added new rows in the inbox, of messages, edits and deletions
     */
    record Complete(long epoch, int unseen, int added) implements Read {}

    /** Discord will not show it. For a ticket's channel staff are told by the inbox. */
    record Unreadable(long epoch, String detail) implements Read {}
  }

  /**
   * What is to be read.
   *
   * @param reach as it was at the beginning
   * @param session in which it is read; one that begins meanwhile leaves a gap
   * @param known messages that stood there before the reading began
   * @param untold messages of whose last edit the text is not known, with its number
   */
  private record Stretch(
      TrackedChannel channel,
      Reach reach,
      Session session,
      Set<Long> known,
      Map<Long, Long> untold) {
    /** What was written before there was the product, or the ticket, is not ours. */
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

    /** Those of a page of whose edits the text is known by it. */
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
   * What was read so far.
   *
   * @param before nothing of it is older than this message; 0 for nothing read
   * @param newest the newest message of it; 0 for none
   * @param compared how many messages of it are not behind the mark
   * @param unseen messages that no session saw
   * @param added new rows in the inbox
   * @param told messages of whose edits the text is known by it
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
    // Notes of a ticket may stand in a former channel of it.
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

  /** What a page does not say, and was asked for. */
  private record Asked(Map<Long, JsonNode> members, UnknownEdits.Told told) {}

  /** Behind the last page: what is left is older than all of them. */
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
    // The channel's row before the inbox's, as the intake does, or the two could deadlock.
    Reach now = TrackedChannelTable.lock(handle, channel).orElse(stretch.reach());
    // Without a gap messages come live, and one that was put here first would not.
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

  /** A channel's history does not say what roles its authors have; only staff's matter. */
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

  /** Who left the guild is nobody's staff: they have no roles. */
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

  /** As with a job ({@code ChannelCheck}): a ticket whose channel is gone gets another one. */
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
