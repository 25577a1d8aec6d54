package dev.switchboard.discord.inbox;

import dev.switchboard.discord.gateway.Session;
import dev.switchboard.discord.inbox.HistoryReader.Read;
import dev.switchboard.discord.inbox.InboxTable.DeadLetter;
import dev.switchboard.discord.inbox.InboxTable.RowKey;
import dev.switchboard.discord.inbox.TrackedChannelTable.Reach;
import dev.switchboard.ticket.Inbox;
import dev.switchboard.ticket.model.Arrival;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jdbi.v3.core.Handle;

/** Table {@code inbox}, for those who act on its rows. Thread-safe; never blocks. */
public final class DiscordInbox implements Inbox, StaffInbox {
  /** So many rows of a member are read, and in memory, at once, however many wait. */
  static final int AT_ONCE = 500;

  /** So often a channel that is hidden and shown while it is read is read again. */
  private static final int READINGS = 5;

  private final FencedDatabase database;
  private final HistoryReader history;
  private final AckBatch ofMembers;
  private final AckBatch ofStaff;
  private final Clock clock;

  /** With the history to fill gaps from. */
  public DiscordInbox(FencedDatabase database, HistoryReader history, Clock clock) {
    this.database = database;
    this.history = history;
    this.ofMembers = new AckBatch(database.database(), AckBatch.Weight.LIGHT);
    this.ofStaff = new AckBatch(database.database(), AckBatch.Weight.HEAVY);
    this.clock = clock;
  }

  @Override
  public CompletionStage<Waiting> waiting(long user) {
    return database.query(handle -> {
      // The rows first, as of a ticket's channel: a gap that opens meanwhile is seen.
      List<Arrival> arrivals =
          InboxTable.pending(handle, StoredEvent.memberRoute(user), AT_ONCE).stream()
              .map(row -> ArrivalReader.read(row.event(), row.receivedAt()))
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
   * Messages may stand in the channel that its route was not shown.
   *
   * @param swept whether they are in the inbox by now
   */
  private record Gap(TrackedChannel channel, long epoch, boolean swept) {}

  private static Optional<Gap> gap(Handle handle, TrackedChannel channel) {
    long epoch = InboxTable.session(handle).orElse(Session.NONE).epoch();
    Optional<Reach> reach = TrackedChannelTable.find(handle, channel);
    return reach
        .filter(one -> one.epoch() < epoch)
        .map(one -> new Gap(channel, epoch, one.swept() >= epoch));
  }

  /** The route looks into the inbox only after that, and so finds all that was read. */
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
   * What waits on a route, and whether there was a gap afterwards.
   *
   * @param pending empty where there is one
   */
  private record Look(Optional<Gap> gap, List<StoredEvent> pending) {}

  /** The rows first: behind a gap that is seen afterwards none of them is taken. */
  private static Look look(Handle handle, String route) {
    List<StoredEvent> pending = pending(handle, route);
    Optional<Gap> gap =
        TrackedChannelTable.ofTicket(handle, InboxRoutes.channel(route))
            .flatMap(channel -> gap(handle, channel));
    return new Look(gap, gap.isPresent() ? List.of() : pending);
  }

  /** What comes live after a gap that opened meanwhile must not be taken before what is in it. */
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
