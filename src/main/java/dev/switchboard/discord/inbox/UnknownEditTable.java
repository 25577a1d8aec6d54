package dev.switchboard.discord.inbox;

import dev.switchboard.discord.inbox.FrameSorter.Untold;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/**
 * The SQL of table {@code untold_edit}: edited messages whose new text Discord did not send. Every
 * method blocks and runs in the caller's transaction.
 */
final class UnknownEditTable {
  /** Rows of a channel; a further edit is found only in a page with its message. */
  static final int MOST = 100;

  private UnknownEditTable() {}

  /**
   * Notes these edits if their channels are tracked and not ended; deletes the oldest of a channel
   * beyond {@link #MOST}.
   *
   * @return the number of deleted rows
   */
  static int note(Handle handle, Collection<Untold> edits) {
    List<Untold> all = List.copyOf(edits);
    Object[] channels = all.stream().map(Untold::channel).toArray();
    handle
        .createUpdate(
            """
            insert into untold_edit (channel_id, message_id)
            select told.channel_id, told.message_id
            from unnest(cast(:channels as bigint[]), cast(:messages as bigint[])) as told (channel_id, message_id)
            where exists (select from dm_channel where dm_channel.channel_id = told.channel_id)
              or exists (select from ticket_channel
                         where ticket_channel.channel_id = told.channel_id and swept <> :ever)
            on conflict (channel_id, message_id) do update set noted = default
            """)
        .bindArray("channels", Long.class, channels)
        .bindArray("messages", Long.class, all.stream().map(Untold::message).toArray())
        .bind("ever", TrackedChannelTable.FOR_EVER)
        .execute();
    return handle
        .createUpdate(
            """
            delete from untold_edit where (channel_id, message_id) in (
              select channel_id, message_id
              from (select channel_id, message_id,
                           row_number() over (partition by channel_id order by noted desc) as place
                    from untold_edit where channel_id = any(:channels)) as placed
              where place > :most)
            """)
        .bindArray("channels", Long.class, channels)
        .bind("most", MOST)
        .execute();
  }

  /** The messages of a channel, each with the number of its last edit. */
  static Map<Long, Long> of(Handle handle, long channel) {
    Map<Long, Long> found = new HashMap<>();
    handle
        .createQuery("select message_id, noted from untold_edit where channel_id = :channel")
        .bind("channel", channel)
        .map((row, context) -> Map.entry(row.getLong(1), row.getLong(2)))
        .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
    return found;
  }

  /**
   * Deletes edits whose text is known now.
   *
   * @param told with the numbers from {@link #of}: a message edited again since then stays
   */
  static void forget(Handle handle, long channel, Map<Long, Long> told) {
    if (told.isEmpty()) {
      return;
    }
    List<Long> messages = List.copyOf(told.keySet());
    handle
        .createUpdate(
            """
            delete from untold_edit
            using unnest(cast(:messages as bigint[]), cast(:numbers as bigint[])) as told (message_id, noted)
            where untold_edit.channel_id = :channel
              and untold_edit.message_id = told.message_id and untold_edit.noted = told.noted
            """)
        .bind("channel", channel)
        .bindArray("messages", Long.class, messages.toArray())
        .bindArray("numbers", Long.class, messages.stream().map(told::get).toArray())
        .execute();
  }

  /** Deletes the rows of channels that are not read any more. */
  static void end(Handle handle, Collection<Long> channels) {
    handle
        .createUpdate("delete from untold_edit where channel_id = any(:channels)")
        .bindArray("channels", Long.class, channels.toArray())
        .execute();
  }
}
