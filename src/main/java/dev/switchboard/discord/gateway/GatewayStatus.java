package dev.switchboard.discord.gateway;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The state of the gateway connection.
 *
 * @param phase the phase of the link
 * @param since the time at which the connection was made or lost; empty before the first one
 * @param detail the reason, for people; empty if the phase says enough
 * @param latency the latency of the last heartbeat; zero if none was acknowledged
 * @param intake the progress of storing events
 */
public record GatewayStatus(
    Phase phase, Optional<Instant> since, String detail, Duration latency, Intake intake) {

  /** The phase of the link. */
  public enum Phase {
    /** The database has not yet returned the session to resume. */
    STARTING,
    /** Connecting, with the known session. */
    RESUMING,
    /** Connecting, with a new session. */
    IDENTIFYING,
    /** Events arrive. */
    CONNECTED,
    /** The connection is lost; the next attempt follows soon. */
    WAITING,
    /** Too few session starts are left for today; the next attempt follows when there are more. */
    HELD,
    /** Discord refused the token or the intents, for example; a person has to act. */
    REFUSED,
    /** We closed the connection. */
    STOPPED
  }

  /**
   * The progress of storing events.
   *
   * @param sequence the committed sequence number of the session
   * @param epoch the number of sessions so far
   * @param unwritten frames that are read but not committed
   * @param deadLetters dead letters since the start of the process
   */
  public record Intake(long sequence, long epoch, int unwritten, long deadLetters) {}

  public boolean connected() {
    return phase == Phase.CONNECTED;
  }
}
