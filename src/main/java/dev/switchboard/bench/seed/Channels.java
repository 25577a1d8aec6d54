package dev.switchboard.bench.seed;

import dev.switchboard.bench.seed.TicketScript.Played;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** What the product knows of channels, and which arrivals it has taken. */
final class Channels {
  /** That of a database's first session: no channel has to be read back then. */
  private static final long FIRST_EPOCH = 1;

  private static final long DISCORD_EPOCH = 1_420_070_400_000L;

  private Channels() {}

  static void write(Connection connection, List<Played> tickets) throws SQLException {
    BinaryCopy dms = new BinaryCopy("dm_channel (user_id, channel_id, mark, epoch, swept)", 5);
    BinaryCopy channels =
        new BinaryCopy("ticket_channel (channel_id, ticket, mark, epoch, swept)", 5);
    BinaryCopy inbox = new BinaryCopy("inbox (kind, key, route, ordering, rank, received_at)", 6);
    for (Played played : tickets) {
      Desk.Face face = played.face();
      long newest = played.arrivals().getLast();
      dms.row()
          .bigint(face.user())
          .bigint(face.dm())
          .bigint(newest)
          .bigint(FIRST_EPOCH)
          .bigint(FIRST_EPOCH);
      channels
          .row()
          .bigint(face.channel())
          .bigint(played.ticket())
          .bigint(newest)
          .bigint(FIRST_EPOCH)
          .bigint(FIRST_EPOCH);
      for (long arrival : played.arrivals()) {
        inbox
            .row()
            .ascii("message")
            .ascii(Long.toString(arrival))
            .ascii("member:" + face.user())
            .bigint(arrival)
            .smallint(0)
            .instant(Instant.ofEpochMilli((arrival >> 22) + DISCORD_EPOCH));
      }
    }
    dms.send(connection);
    channels.send(connection);
    inbox.send(connection);
  }
}
