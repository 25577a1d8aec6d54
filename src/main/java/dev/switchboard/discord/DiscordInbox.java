package dev.switchboard.discord;

import dev.switchboard.discord.InboxTable.DeadLetter;
import dev.switchboard.discord.InboxTable.RowKey;
import dev.switchboard.storage.Database;
import dev.switchboard.ticket.Arrival;
import dev.switchboard.ticket.Inbox;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Table {@code inbox}, for those who act on its rows. Thread-safe; never blocks. */
public final class DiscordInbox implements Inbox, StaffInbox {
  /** How long a page of history waits for its turn; the gap is filled later then. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Database database;
  private final DmHistory history;
  private final Settlements settlements;
  private final Clock clock;

  /** With Discord's REST API to fill gaps from. */
  public DiscordInbox(
      Database database, Fence fence, PacedRest rest, DiscordSettings settings, Clock clock) {
    this(database, fence, call -> rest.exchange(call, PATIENCE), settings, clock);
  }

  DiscordInbox(
      Database database,
      Fence fence,
      GatewayLink.CallRest rest,
      DiscordSettings settings,
      Clock clock) {
    this.database = database;
    this.history = new DmHistory(database, fence, rest, new FrameSorter(settings), clock);
    this.settlements = new Settlements(database);
    this.clock = clock;
  }

  @Override
  public CompletionStage<Waiting> waiting(long user) {
    return database.query(handle -> {
      long epoch = InboxTable.session(handle).orElse(Session.NONE).epoch();
      var dm = InboxTable.dmChannels(handle, Set.of(user), Set.of()).get(user);
      List<Arrival> arrivals =
          InboxTable.pending(handle, StoredEvent.memberRoute(user)).stream()
              .map(row -> ArrivalReader.read(row.event(), row.receivedAt()))
              .toList();
      return new Waiting(arrivals, dm != null && dm.epoch() < epoch);
    });
  }

  @Override
  public CompletionStage<Filled> fill(long user) {
    return history.fill(user);
  }

  @Override
  public CompletionStage<Void> settle(Arrival.Id id) {
    return settle(id.kind(), id.key());
  }

  @Override
  public CompletionStage<List<StoredEvent>> waiting(String route) {
    return database.query(handle ->
        InboxTable.pending(handle, route).stream().map(InboxTable.Pending::event).toList());
  }

  @Override
  public CompletionStage<Void> settle(String kind, String key) {
    return settlements.settle(new RowKey(kind, key));
  }

  @Override
  public CompletionStage<Void> bury(StoredEvent event, String error) {
    return database
        .transaction(handle -> {
          String session = InboxTable.session(handle).orElse(Session.NONE).id();
          var letter = new DeadLetter(session, -1, event.kind(), event.payload(), error);
          InboxTable.bury(handle, List.of(letter), clock.instant());
          InboxTable.settle(handle, List.of(RowKey.of(event)));
          return letter;
        })
        .thenAccept(letter -> {});
  }
}
