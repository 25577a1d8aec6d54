package dev.switchboard.discord.inbox;

import dev.switchboard.discord.gateway.Session;
import dev.switchboard.discord.inbox.HistoryReader.Read;
import dev.switchboard.discord.inbox.InboxTable.DeadLetter;
import dev.switchboard.discord.inbox.InboxTable.RowKey;
import dev.switchboard.discord.inbox.TrackedChannelTable.Reach;
import dev.switchboard.text.Words;
import dev.switchboard.ticket.Inbox;
import dev.switchboard.ticket.model.Arrival;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jdbi.v3.core.Handle;

/** The table {@code inbox} for the owners of its rows. Thread-safe; never blocks. */
public final class DiscordInbox implements Inbox, StaffInbox {
  /** Rows of a member that are read at once; further rows wait in the table. */
  static final int AT_ONCE = 500;

  /** Readings of a channel that becomes hidden and visible again while it is read. */
  private static final int READINGS = 5;

  private final FencedDatabase database;
  private final HistoryReader history;
  private final AckBatch ofMembers;
  private final AckBatch ofStaff;
  private final Clock clock;
  private final Words words;

  /** Creates the inbox; gaps are filled from the history. */
  public DiscordInbox(FencedDatabase database, HistoryReader history, Clock clock, Words words) {
    this.words = words;
    this.database = database;
    this.history = history;
    this.ofMembers = new AckBatch(database.database(), AckBatch.Weight.LIGHT);
    this.ofStaff = new AckBatch(database.database(), AckBatch.Weight.HEAVY);
    this.clock = clock;
  }

  @Override
  public CompletionStage<Waiting> waiting(long user) {
    return database.query(handle -> {
      // Rows before the gap, as for a ticket's channel: so a gap that opens meanwhile is seen.
      List<Arrival> arrivals =
          InboxTable.pending(handle, StoredEvent.memberRoute(user), AT_ONCE).stream()
              .map(row -> ArrivalReader.read(row.event(), row.receivedAt(), words))
              .toList();
      long epoch = InboxTable.session(handle).orElse(Session.NONE).epoch();
      var dm = InboxTable.dmChannels(handle, Set.of(user), Set.of()).get(user);
      return new Waiting(arrivals, dm != null && dm.epoch() < epoch, arrivals.size() >= AT_ONCE);
    });
  }

  @Override
  public CompletionStage<Filled> fill(long user) {
    return database
        .query(handle ->
            Optional.ofNullable(InboxTable.dmChannels(handle, Set.of(user), Set.of()).get(user))
                .flatMap(dm -> gap(handle, new TrackedChannel.Dm(user, dm.channel()))))
        .thenCompose(gap ->
            gap.isPresent()
                ? fill(gap.get()).thenApply(DiscordInbox::filled)
                : CompletableFuture.completedStage(new Filled.Complete(0)));
  }

  private static Filled filled(Read read) {
    return switch (read) {
      case Read.Complete complete -> new Filled.Complete(complete.added());
      case Read.Unreadable unreadable -> new Filled.Unreadable(unreadable.detail());
    };
  }

  /**
   * Messages may be in the channel that its owner was not shown.
   *
   * @param swept whether these messages are already in the inbox
   */
  private record Gap(TrackedChannel channel, long epoch, boolean swept) {}

  private static Optional<Gap> gap(Handle handle, TrackedChannel channel) {
    long epoch = InboxTable.session(handle).orElse(Session.NONE).epoch();
    Optional<Reach> reach = TrackedChannelTable.find(handle, channel);
    return reach
        .filter(one -> one.epoch() < epoch)
        .map(one -> new Gap(channel, epoch, one.swept() >= epoch));
  }

  /** Fills the gap. The owner reads the inbox only after that, and so finds all messages. */
  private CompletionStage<Read> fill(Gap gap) {
    CompletionStage<Read> read =
        gap.swept()
            ? CompletableFuture.completedStage(new Read.Complete(gap.epoch(), 0, 0))
            : history.read(gap.channel());
    return read.thenCompose(result ->
        database.transaction(handle -> {
          TrackedChannelTable.confirm(handle, gap.channel(), result.epoch());
          return result;
        }));
  }

  @Override
  public CompletionStage<Void> acknowledge(Arrival.Id id) {
    return ofMembers.acknowledge(new RowKey(id.kind(), id.key()));
  }

  @Override
  public CompletionStage<List<StoredEvent>> waiting(String route) {
    return waiting(route, READINGS);
  }

  private CompletionStage<List<StoredEvent>> waiting(String route, int readings) {
    return database
        .query(handle -> look(handle, route))
        .thenCompose(look ->
            look.gap().isPresent()
                ? afterGap(route, look.gap().get(), readings)
                : CompletableFuture.completedStage(look.pending()));
  }

  /**
   * The pending rows of a route, and whether a gap was found after reading them.
   *
   * @param pending the rows; empty if there is a gap
   */
  private record Look(Optional<Gap> gap, List<StoredEvent> pending) {}

  /** Reads the rows first: if a gap is found afterwards, none of them is taken. */
  private static Look look(Handle handle, String route) {
    List<StoredEvent> pending = pending(handle, route);
    Optional<Gap> gap =
        TrackedChannelTable.ofTicket(handle, InboxRoutes.channel(route))
            .flatMap(channel -> gap(handle, channel));
    return new Look(gap, gap.isPresent() ? List.of() : pending);
  }

  /** Later live events must not be taken before the messages in a gap that opened meanwhile. */
  private CompletionStage<List<StoredEvent>> afterGap(String route, Gap gap, int readings) {
    return fill(gap)
        .thenCompose(_ ->
            database.query(handle -> {
              List<StoredEvent> pending = pending(handle, route);
              Optional<Gap> now = gap(handle, gap.channel()).filter(one -> !one.swept());
              return new Look(now, now.isPresent() ? List.of() : pending);
            }))
        .thenCompose(look -> {
          if (look.gap().isEmpty()) {
            return CompletableFuture.completedStage(look.pending());
          }
          return readings > 1
              ? waiting(route, readings - 1)
              : CompletableFuture.failedStage(
                  new IllegalStateException("channel changes faster than it is read: " + route));
        });
  }

  private static List<StoredEvent> pending(Handle handle, String route) {
    return InboxTable.pending(handle, route, StaffInbox.MOST).stream()
        .map(InboxTable.Pending::event)
        .toList();
  }

  @Override
  public CompletionStage<Void> acknowledge(String kind, String key) {
    return ofStaff.acknowledge(new RowKey(kind, key));
  }

  @Override
  public CompletionStage<Void> deadLetter(StoredEvent event, String error) {
    return database
        .transaction(handle -> {
          String session = InboxTable.session(handle).orElse(Session.NONE).id();
          var letter = new DeadLetter(session, -1, event.kind(), event.payload(), error);
          InboxTable.deadLetter(handle, List.of(letter), clock.instant());
          InboxTable.acknowledge(handle, List.of(RowKey.of(event)));
          return letter;
        })
        .thenAccept(letter -> {});
  }
}
