package dev.switchboard.discord.inbox;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
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
import java.util.function.LongPredicate;
import org.jdbi.v3.core.Handle;

/**
 * The table {@code ticket_channel} with a cache of its rows: a channel never changes its ticket.
 * The absence of a ticket is never cached, since another node may register the channel.
 */
public final class TicketChannels implements StaffChannels {
  /** Many times the limit of channels in a guild (500); a dropped entry is read again. */
  private static final int REMEMBERED = 100_000;

  private final Database database;
  private final LongPredicate expected;

  /** The tickets of channels that were read or registered here. */
  private final Cache<Long, Long> known = Caffeine.newBuilder().maximumSize(REMEMBERED).build();

  /**
   * Creates the access to the channels of this database.
   *
   * @param expected whether an unregistered channel may be registered at any moment
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
    Long ticket = known.getIfPresent(channel);
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

  /** The channel's ticket will be known in a moment; the caller has to ask again. */
  static final class NotRegisteredYet extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotRegisteredYet(long channel) {
      super("channel " + channel + " was made for a ticket and is not registered yet");
    }
  }

  /** The channels with a ticket, including those about to be registered. Blocks. */
  Set<Long> among(Handle handle, Collection<Long> channels) {
    Set<Long> found = new HashSet<>();
    Set<Long> unknown = new HashSet<>();
    for (Long channel : channels) {
      (known.getIfPresent(channel) == null ? unknown : found).add(channel);
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
