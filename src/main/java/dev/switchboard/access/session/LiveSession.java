package dev.switchboard.access.session;

import dev.switchboard.entity.ClusterMessage;
import java.time.Duration;
import java.time.Instant;

/**
 * A session that has not been ended.
 *
 * @param first the browser that opened it
 * @param used the last use, up to a minute late
 * @param last the browser of the last use
 * @param idle how long it stays live without a use
 * @param end from when on it is over, however often it is used
 */
public record LiveSession(
    Holder holder,
    Instant opened,
    Client first,
    Instant used,
    Client last,
    Duration idle,
    Instant end)
    implements ClusterMessage {
  /** Whether it is neither idle for too long nor too old at that time. */
  public boolean isLiveAt(Instant now) {
    return now.isBefore(used.plus(idle)) && now.isBefore(end);
  }

  LiveSession usedBy(Client client, Instant at) {
    return new LiveSession(holder, opened, first, at, client, idle, end);
  }
}
