package dev.switchboard.discord.inbox;

import dev.switchboard.discord.gateway.VisibleChannels;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * The SQL of how far channels are read, in tables {@code dm_channel} and {@code ticket_channel}.
 * Every method blocks, in the caller's transaction.
 */
final class TrackedChannelTable {
  /** Of a channel in which nothing can happen any more. */
  static final long FOR_EVER = Long.MAX_VALUE;

  private TrackedChannelTable() {}

  /**
   * How far a channel is read.
   *
   * @param mark every message up to it is in the inbox; 0 where none was read
   * @param epoch older than the session's: there may be messages behind the mark that the owner of
   *     the channel's route has not seen
   * @param swept older than the session's: it was not read to its end in this session
   */
  record Reach(long mark, long epoch, long swept) {}

  /**
   * How far a list is gone through: the channels in which something was said last come first.
   *
   * @param mark of the channel at which a page ended
   * @param id of that channel
   */
  record Position(long mark, long id) {
    static final Position BEGINNING = new Position(Long.MAX_VALUE, Long.MAX_VALUE);
  }

  /** The same of both lists. */
  record Positions(Position dms, Position tickets) {
    static final Positions BEGINNING = new Positions(Position.BEGINNING, Position.BEGINNING);
  }

  /**
   * Some of the channels that have to be read in the session of an epoch.
   *
   * @param next where the next page begins; empty where there is none
   */
  record Unswept(
      long epoch,
      List<TrackedChannel.Dm> dms,
      List<TrackedChannel.OfTicket> tickets,
      Optional<Positions> next) {}

  private record Listed<T extends TrackedChannel>(T channel, long mark) {}

  /** How many channels there are to be read in all. */
  static int countUnswept(Handle handle, long epoch) {
    return handle
        .createQuery(
            """
            select (select count(*) from dm_channel where swept < :epoch)
              + (select count(*) from ticket_channel where swept < :epoch)
            """)
        .bind("epoch", epoch)
        .mapTo(Integer.class)
        .one();
  }

  /** The DM channels of these members that have to be read. */
  static List<TrackedChannel.Dm> unsweptOf(Handle handle, long epoch, Collection<Long> members) {
    Map<Long, TrackedChannel.Dm> found = new HashMap<>();
    handle
        .createQuery(
            """
            select user_id, channel_id from dm_channel
            where swept < :epoch and user_id = any(:members)
            """)
        .bind("epoch", epoch)
        .bindArray("members", Long.class, members.toArray())
        .map((row, context) -> new TrackedChannel.Dm(row.getLong(1), row.getLong(2)))
        .forEach(dm -> found.put(dm.user(), dm));
    return members.stream().filter(found::containsKey).map(found::get).toList();
  }

  /**
   * One page of them. A channel that is not read yet keeps its mark, so that none is passed over.
   *
   * @param page how many of each kind at most
   */
  static Unswept unswept(Handle handle, long epoch, Positions from, int page) {
    List<Listed<TrackedChannel.Dm>> dms =
        handle
            .createQuery(
                """
                select user_id, channel_id, coalesce(mark, 0) from dm_channel
                where swept < :epoch and (coalesce(mark, 0), channel_id) < (:mark, :id)
                order by coalesce(mark, 0) desc, channel_id desc limit :page
                """)
            .bind("epoch", epoch)
            .bind("mark", from.dms().mark())
            .bind("id", from.dms().id())
            .bind("page", page)
            .map((row, context) ->
                new Listed<>(new TrackedChannel.Dm(row.getLong(1), row.getLong(2)), row.getLong(3)))
            .list();
    List<Listed<TrackedChannel.OfTicket>> tickets =
        handle
            .createQuery(
                """
                select ticket, channel_id, coalesce(mark, channel_id) from ticket_channel
                where swept < :epoch and (coalesce(mark, channel_id), channel_id) < (:mark, :id)
                order by coalesce(mark, channel_id) desc, channel_id desc limit :page
                """)
            .bind("epoch", epoch)
            .bind("mark", from.tickets().mark())
            .bind("id", from.tickets().id())
            .bind("page", page)
            .map((row, context) ->
                new Listed<>(
                    new TrackedChannel.OfTicket(row.getLong(1), row.getLong(2)), row.getLong(3)))
            .list();
    boolean more = dms.size() == page || tickets.size() == page;
    return new Unswept(
        epoch,
        dms.stream().map(Listed::channel).toList(),
        tickets.stream().map(Listed::channel).toList(),
        more
            ? Optional.of(new Positions(end(dms, from.dms()), end(tickets, from.tickets())))
            : Optional.empty());
  }

  private static <T extends TrackedChannel> Position end(List<Listed<T>> listed, Position from) {
    return listed.isEmpty()
        ? from
        : new Position(listed.getLast().mark(), listed.getLast().channel().channel());
  }

  static Optional<TrackedChannel.OfTicket> ofTicket(Handle handle, long channel) {
    return handle
        .createQuery("select ticket, channel_id from ticket_channel where channel_id = :channel")
        .bind("channel", channel)
        .map((row, context) -> new TrackedChannel.OfTicket(row.getLong(1), row.getLong(2)))
        .findOne();
  }

  static Optional<Reach> find(Handle handle, TrackedChannel channel) {
    return find(handle, channel, "");
  }

  /** Locks the row until the transaction ends. */
  static Optional<Reach> lock(Handle handle, TrackedChannel channel) {
    return find(handle, channel, " for update");
  }

  private static Optional<Reach> find(Handle handle, TrackedChannel channel, String locking) {
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
   * moved by what comes live, and what was read may be ahead of that. Where it had to be read again
   * meanwhile, it still has to be.
   *
   * @param before how far it was when the reading began
   * @param known whether nothing was found that the owner would have to look for
   */
  static void swept(
      Handle handle, TrackedChannel channel, Reach before, long mark, long epoch, boolean known) {
    handle
        .createUpdate(
            """
            update %s
            set mark = case when epoch < :epoch and swept = :before then nullif(greatest(coalesce(mark, 0), :mark), 0) else mark end,
                swept = case when swept = :before then greatest(swept, :epoch) else swept end,
                epoch = case when :known and swept = :before and not %s then greatest(epoch, :epoch) else epoch end
            where channel_id = :channel
            """
                .formatted(table(channel), hidden(channel)))
        .bind("channel", channel.channel())
        .bind("before", before.swept())
        .bind("mark", mark)
        .bind("epoch", epoch)
        .bind("known", known)
        .execute();
  }

  /**
   * Notes that something was changed in these channels of which nobody was told what, so that they
   * have to be read, in this epoch too. The number was never there before: a reading that began
   * earlier may have missed it.
   *
   * @return how many of them are kept at all
   */
  static int unread(Handle handle, Collection<Long> channels) {
    int kept = 0;
    for (String table : List.of("dm_channel", "ticket_channel")) {
      kept +=
          handle
              .createUpdate(
                  """
                  update %s set swept = -nextval('unswept')
                  where channel_id = any(:channels) and swept <> :ever
                  """
                      .formatted(table))
              .bind("ever", FOR_EVER)
              .bindArray("channels", Long.class, channels.toArray())
              .execute();
    }
    return kept;
  }

  /**
   * Notes that the bot sees no other tickets' channels than these: Discord tells it nothing of what
   * happens there.
   */
  static void hide(Handle handle, Set<Long> visible) {
    handle
        .createUpdate(
            """
            update ticket_channel set hidden = true
            where channel_id in (
              select channel_id from ticket_channel
              where not hidden and swept <> :ever and channel_id <> all(:visible)
              order by channel_id for update)
            """)
        .bind("ever", FOR_EVER)
        .bindArray("visible", Long.class, visible.toArray())
        .execute();
  }

  /**
   * Notes that Discord refuses to show the bot what is said in this channel, unless it has to be
   * read anew already.
   *
   * @param before how far it was when the reading began
   */
  static void refused(Handle handle, TrackedChannel.OfTicket channel, Reach before) {
    handle
        .createUpdate(
            """
            update ticket_channel set hidden = true, refused = true
            where channel_id = :channel and swept = :before and swept <> :ever
            """)
        .bind("ever", FOR_EVER)
        .bind("before", before.swept())
        .bind("channel", channel.channel())
        .execute();
  }

  /**
   * Notes that the bot sees these channels. Those that it did not see have a gap, although the
   * session is the same one. One that the event is about is seen from here on at the latest: a
   * reading that began before may have been refused.
   *
   * @return how many of them have to be read
   */
  static int show(Handle handle, VisibleChannels visible, long epoch) {
    long about = visible.channels().contains(visible.about()) ? visible.about() : 0;
    return handle
        .createUpdate(
            """
            update ticket_channel
            set hidden = false, refused = false, epoch = least(epoch, :epoch - 1), swept = -nextval('unswept')
            where channel_id in (
              select channel_id from ticket_channel
              where swept <> :ever and channel_id = any(:visible)
                and (hidden or (channel_id = :about and swept < :epoch and epoch < :epoch))
              order by channel_id for update)
            """)
        .bind("ever", FOR_EVER)
        .bind("epoch", epoch)
        .bind("about", about)
        .bindArray("visible", Long.class, visible.channels().toArray())
        .execute();
  }

  /**
   * Something is said in these channels: those that the bot was not known to see have a gap. They
   * are not noted as seen, since what is said may be older than what hid them. One whose reading
   * was refused is read once more.
   *
   * @return those that have to be read
   */
  static List<Long> spoken(Handle handle, Collection<Long> channels, long epoch) {
    if (channels.isEmpty()) {
      return List.of();
    }
    return handle
        .createQuery(
            """
            update ticket_channel
            set refused = false, epoch = least(epoch, :epoch - 1), swept = -nextval('unswept')
            where channel_id in (
              select channel_id from ticket_channel
              where hidden and (epoch = :epoch or refused) and swept <> :ever and channel_id = any(:channels)
              order by channel_id for update)
            returning channel_id
            """)
        .bind("ever", FOR_EVER)
        .bind("epoch", epoch)
        .bindArray("channels", Long.class, channels.toArray())
        .mapTo(Long.class)
        .list();
  }

  /**
   * The owner of the channel's route takes what the inbox holds from here on. Not where a ticket's
   * channel has to be read again, or is hidden: something may be said there meanwhile.
   */
  static void confirm(Handle handle, TrackedChannel channel, long epoch) {
    handle
        .createUpdate(
            "update %s set epoch = greatest(epoch, :epoch) where channel_id = :channel%s"
                .formatted(
                    table(channel),
                    channel instanceof TrackedChannel.OfTicket
                        ? " and swept >= :epoch and not hidden"
                        : ""))
        .bind("channel", channel.channel())
        .bind("epoch", epoch)
        .execute();
  }

  /** These channels are gone, or their tickets closed: nothing is read there again. */
  static void end(Handle handle, Collection<Long> ticketChannels) {
    handle
        .createUpdate(
            "update ticket_channel set epoch = :ever, swept = :ever where channel_id ="
                + " any(:channels)")
        .bind("ever", FOR_EVER)
        .bindArray("channels", Long.class, ticketChannels.toArray())
        .execute();
    // Behind the channels' rows, as the intake does, or the two could deadlock.
    UnknownEditTable.end(handle, ticketChannels);
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

  /** Whether the bot is not known to see the channel, as SQL; of a DM it always is. */
  private static String hidden(TrackedChannel channel) {
    return switch (channel) {
      case TrackedChannel.Dm _ -> "false";
      case TrackedChannel.OfTicket _ -> "hidden";
    };
  }

  private static String table(TrackedChannel channel) {
    return switch (channel) {
      case TrackedChannel.Dm _ -> "dm_channel";
      case TrackedChannel.OfTicket _ -> "ticket_channel";
    };
  }
}
