package dev.switchboard.discord;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The SQL of how far channels are read, in tables {@code dm_channel} and {@code ticket_channel}.
 * Every method blocks, in the caller's transaction.
 */
final class ReachTable {
  /** Of a channel in which nothing can happen any more. */
  private static final long FOR_EVER = Long.MAX_VALUE;

  private ReachTable() {}

  /**
   * How far a channel is read.
   *
   * @param mark every message up to it is in the inbox; 0 where none was read
   * @param epoch older than the session's: there may be messages behind the mark that the owner of
   *     the channel's route has not seen
   * @param swept older than the session's: it was not read to its end in this session
   */
  record Reach(long mark, long epoch, long swept) {}

  /** Every channel that has to be read in the session of an epoch. */
  record Unswept(long epoch, List<KeptChannel.Dm> dms, List<KeptChannel.OfTicket> tickets) {}

  static Unswept unswept(Handle handle, long epoch) {
    List<KeptChannel.Dm> dms =
        handle
            .createQuery("select user_id, channel_id from dm_channel where swept < :epoch")
            .bind("epoch", epoch)
            .map((row, context) -> new KeptChannel.Dm(row.getLong(1), row.getLong(2)))
            .list();
    List<KeptChannel.OfTicket> tickets =
        handle
            .createQuery(
                """
                select ticket, channel_id from ticket_channel where swept < :epoch
                order by coalesce(mark, channel_id) desc
                """)
            .bind("epoch", epoch)
            .map((row, context) -> new KeptChannel.OfTicket(row.getLong(1), row.getLong(2)))
            .list();
    return new Unswept(epoch, dms, tickets);
  }

  static Optional<KeptChannel.OfTicket> ofTicket(Handle handle, long channel) {
    return handle
        .createQuery("select ticket, channel_id from ticket_channel where channel_id = :channel")
        .bind("channel", channel)
        .map((row, context) -> new KeptChannel.OfTicket(row.getLong(1), row.getLong(2)))
        .findOne();
  }

  static Optional<Reach> find(Handle handle, KeptChannel channel) {
    return find(handle, channel, "");
  }

  /** Locks the row until the transaction ends. */
  static Optional<Reach> lock(Handle handle, KeptChannel channel) {
    return find(handle, channel, " for update");
  }

  private static Optional<Reach> find(Handle handle, KeptChannel channel, String locking) {
    return handle
        .createQuery(
            "select coalesce(mark, 0), epoch, swept from %s where channel_id = :channel%s"
                .formatted(table(channel), locking))
        .bind("channel", channel.channel())
        .map((row, context) -> new Reach(row.getLong(1), row.getLong(2), row.getLong(3)))
        .findOne();
  }

  /**
   * Notes that a channel was read to its end. The mark moves only where there was a gap: else it is
   * moved by what comes live, and what was read may be ahead of that.
   *
   * @param known whether nothing was found that the owner would have to look for
   */
  static void swept(Handle handle, KeptChannel channel, long mark, long epoch, boolean known) {
    handle
        .createUpdate(
            """
            update %s
            set mark = case when epoch < :epoch then nullif(greatest(coalesce(mark, 0), :mark), 0) else mark end,
                swept = greatest(swept, :epoch),
                epoch = case when :known then greatest(epoch, :epoch) else epoch end
            where channel_id = :channel
            """
                .formatted(table(channel)))
        .bind("channel", channel.channel())
        .bind("mark", mark)
        .bind("epoch", epoch)
        .bind("known", known)
        .execute();
  }

  /** The owner of the channel's route takes what the inbox holds from here on. */
  static void confirm(Handle handle, KeptChannel channel, long epoch) {
    handle
        .createUpdate(
            "update %s set epoch = greatest(epoch, :epoch) where channel_id = :channel"
                .formatted(table(channel)))
        .bind("channel", channel.channel())
        .bind("epoch", epoch)
        .execute();
  }

  /** These channels are gone, or their tickets closed: nothing is read there again. */
  static void end(Handle handle, Collection<Long> ticketChannels) {
    handle
        .createUpdate(
            "update ticket_channel set epoch = :ever, swept = :ever where channel_id = any(:channels)")
        .bind("ever", FOR_EVER)
        .bindArray("channels", Long.class, ticketChannels.toArray())
        .execute();
  }

  /** The epochs of these channels; those of no ticket are left out. */
  static Map<Long, Long> ticketEpochs(Handle handle, Collection<Long> channels) {
    Map<Long, Long> found = new HashMap<>();
    if (!channels.isEmpty()) {
      handle
          .createQuery(
              "select channel_id, epoch from ticket_channel where channel_id = any(:channels)")
          .bindArray("channels", Long.class, channels.toArray())
          .map((row, context) -> Map.entry(row.getLong(1), row.getLong(2)))
          .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
    }
    return found;
  }

  /**
   * Moves the marks of those tickets' channels that have no gap in this epoch.
   *
   * @param marks by channel
   */
  static void markTickets(Handle handle, Map<Long, Long> marks, long epoch) {
    if (marks.isEmpty()) {
      return;
    }
    List<Long> channels = marks.keySet().stream().sorted().toList();
    handle
        .createUpdate(
            """
            update ticket_channel set mark = greatest(coalesce(ticket_channel.mark, 0), seen.mark)
            from unnest(cast(:channels as bigint[]), cast(:marks as bigint[])) as seen (channel_id, mark)
            where ticket_channel.channel_id = seen.channel_id and ticket_channel.epoch = :epoch
            """)
        .bindArray("channels", Long.class, channels.toArray())
        .bindArray("marks", Long.class, channels.stream().map(marks::get).toArray())
        .bind("epoch", epoch)
        .execute();
  }

  private static String table(KeptChannel channel) {
    return switch (channel) {
      case KeptChannel.Dm _ -> "dm_channel";
      case KeptChannel.OfTicket _ -> "ticket_channel";
    };
  }
}
