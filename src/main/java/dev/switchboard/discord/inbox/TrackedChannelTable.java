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
 * The SQL of the progress of reading, in tables {@code dm_channel} and {@code ticket_channel}.
 * Every method blocks and runs in the caller's transaction.
 */
final class TrackedChannelTable {
  /** The epochs of a channel in which nothing can happen any more. */
  static final long FOR_EVER = Long.MAX_VALUE;

  private TrackedChannelTable() {}

  /**
   * The progress of reading a channel.
   *
   * @param mark every message up to it is in the inbox; 0 if none was read
   * @param epoch if older than the session's: the channel's owner may have missed messages after
   *     the mark
   * @param swept if older than the session's: the channel was not read to its end in this session
   */
  record Reach(long mark, long epoch, long swept) {}

  /**
   * The position in a list of channels, ordered by their last message, the newest first.
   *
   * @param mark the mark of the last channel of a page
   * @param id the id of that channel
   */
  record Position(long mark, long id) {
    static final Position BEGINNING = new Position(Long.MAX_VALUE, Long.MAX_VALUE);
  }

  /** The positions in both lists. */
  record Positions(Position dms, Position tickets) {
    static final Positions BEGINNING = new Positions(Position.BEGINNING, Position.BEGINNING);
  }

  /**
   * A page of the channels that have to be read in the session of an epoch.
   *
   * @param next the position of the next page; empty on the last page
   */
  record Unswept(
      long epoch,
      List<TrackedChannel.Dm> dms,
      List<TrackedChannel.OfTicket> tickets,
      Optional<Positions> next) {}

  private record Listed<T extends TrackedChannel>(T channel, long mark) {}

  /** The number of all channels to be read. */
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
   * A page of the channels to be read. An unread channel keeps its mark, so none is skipped.
   *
   * @param page the largest number of channels of each kind
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

  /** Reads the row and locks it until the transaction ends. */
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
   * Notes that a channel was read to its end. The mark moves only if there was a gap: otherwise
   * live messages move it, and the reading may be ahead of them. A channel that was marked as
   * unread meanwhile stays unread.
   *
   * @param before the channel's state when the reading began
   * @param known whether the reading found nothing that the owner has to look for
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
   * Marks these channels as unread, also in this epoch, because of a change without details. The
   * number written was never used before, since a reading that began earlier may have missed the
   * change.
   *
   * @return the number of tracked channels among them
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
   * Notes that the bot sees only these channels of tickets. Discord sends it no events of the
   * others.
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
   * Notes that Discord refuses to show this channel, unless it was marked as unread meanwhile.
   *
   * @param before the channel's state when the reading began
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
   * Notes that the bot sees these channels. Those that were hidden have a gap, even in the same
   * session. The channel of the event is visible from now on: a reading that began before may have
   * been refused.
   *
   * @return the number of channels to be read
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
   * Notes messages in these channels: hidden ones have a gap. They stay hidden, since the message
   * may be older than the event that hid them. A channel that refused to be read is read once more.
   *
   * @return the channels to be read
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
   * Notes that the channel's owner takes all further events from the inbox. Not for a ticket's
   * channel that is unread or hidden, since it may get further messages meanwhile.
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

  /** Ends the reading of these channels, which are deleted or whose tickets are closed. */
  static void end(Handle handle, Collection<Long> ticketChannels) {
    handle
        .createUpdate(
            "update ticket_channel set epoch = :ever, swept = :ever where channel_id ="
                + " any(:channels)")
        .bind("ever", FOR_EVER)
        .bindArray("channels", Long.class, ticketChannels.toArray())
        .execute();
    // After the channels' rows, as the intake does, to prevent deadlocks.
    UnknownEditTable.end(handle, ticketChannels);
  }

  /** The epochs of those channels that belong to a ticket. */
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
   * Moves the marks of the tickets' channels without a gap in this epoch.
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

  /** An SQL condition: whether the channel is hidden from the bot; never true for a DM. */
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
