package dev.switchboard.discord.inbox;

import dev.switchboard.discord.gateway.Session;
import dev.switchboard.storage.Database;
import dev.switchboard.ticket.StaffChannels;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongPredicate;
import org.jdbi.v3.core.Handle;

/**
 * Table {@code ticket_channel}, with what was read of it kept in memory: a channel never changes
 * its ticket. That a channel has none is never kept, since another node may register it.
 */
public final class TicketChannels implements StaffChannels {
  private final Database database;
  private final LongPredicate expected;
  private final Map<Long, Long> known = new ConcurrentHashMap<>();

  /**
   * The channels in this database.
   *
   * @param expected whether a channel that is not registered may be any moment
   */
  public TicketChannels(Database database, LongPredicate expected) {
    this.database = database;
    this.expected = expected;
  }

  @Override
  public CompletionStage<Void> register(long channel, long ticket) {
    return database
        .<Integer>transaction(handle -> {
          Session session = InboxTable.session(handle).orElse(Session.NONE);
          return handle
              .createUpdate(
                  """
                  insert into ticket_channel (channel_id, ticket, epoch, swept)
                  values (:channel, :ticket, :epoch, :epoch) on conflict (channel_id) do nothing
                  """)
              .bind("channel", channel)
              .bind("ticket", ticket)
              .bind("epoch", session.sawTheBeginningOf(channel) ? session.epoch() : 0)
              .execute();
        })
        .thenAccept(inserted -> {
          if (inserted == 1) {
            known.put(channel, ticket);
          }
        });
  }

  /** Fails for a channel that was just made for a ticket and is not registered yet. */
  @Override
  public CompletionStage<OptionalLong> ticketOf(long channel) {
    Long ticket = known.get(channel);
    if (ticket != null) {
      return CompletableFuture.completedFuture(OptionalLong.of(ticket));
    }
    return database.query(handle -> {
      Map<Long, Long> found = read(handle, Set.of(channel));
      if (found.isEmpty() && expected.test(channel)) {
        throw new NotRegisteredYet(channel);
      }
      return found.containsKey(channel)
          ? OptionalLong.of(found.get(channel))
          : OptionalLong.empty();
    });
  }

  /** It will be known in a moment whose channel it is; to be asked again. */
  static final class NotRegisteredYet extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotRegisteredYet(long channel) {
      super("channel " + channel + " was made for a ticket and is not registered yet");
    }
  }

  /** Which of these channels have a ticket, or are about to. Blocks. */
  Set<Long> among(Handle handle, Collection<Long> channels) {
    Set<Long> found = new HashSet<>();
    Set<Long> unknown = new HashSet<>();
    for (Long channel : channels) {
      (known.containsKey(channel) ? found : unknown).add(channel);
    }
    if (!unknown.isEmpty()) {
      found.addAll(read(handle, unknown).keySet());
      unknown.stream().filter(expected::test).forEach(found::add);
    }
    return found;
  }

  private Map<Long, Long> read(Handle handle, Collection<Long> channels) {
    Map<Long, Long> found = new HashMap<>();
    handle
        .createQuery("select channel_id, ticket from ticket_channel where channel_id = any(:ids)")
        .bindArray("ids", Long.class, channels.toArray())
        .map((row, context) -> Map.entry(row.getLong(1), row.getLong(2)))
        .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
    known.putAll(found);
    return found;
  }
}
