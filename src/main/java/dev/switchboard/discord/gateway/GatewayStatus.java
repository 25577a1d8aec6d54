package dev.switchboard.discord.gateway;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How the connection to Discord's gateway stands.
 *
 * @param phase in short
 * @param since when the connection was made or lost; empty while there never was one
 * @param detail why, for people; empty where the phase says it all
 * @param latency of the last heartbeat; zero where none was answered
 * @param intake how far what comes in is stored
 */
public record GatewayStatus(
    Phase phase, Optional<Instant> since, String detail, Duration latency, Intake intake) {

  /** What the link is at. */
  public enum Phase {
    /** The database has not yet said which session to resume. */
    STARTING,
    /** On the way, with the session that there was. */
    RESUMING,
    /** On the way, with a new session. */
    IDENTIFYING,
    /** Events arrive. */
    CONNECTED,
    /** Lost; the next attempt follows soon. */
    WAITING,
    /** Too few session starts are left for today; the next attempt follows when there are more. */
    HELD,
    /** Discord refused the token, the intents or the like; somebody has to act. */
    REFUSED,
    /** Closed by us. */
    STOPPED
  }

  /**
   * How far what comes in is stored.
   *
   * @param sequence the last number of the session that is committed
   * @param epoch how many sessions there have been
   * @param unwritten frames that are read and not committed
   * @param deadLetters how many there have been since the start of the process
   */
  public record Intake(long sequence, long epoch, int unwritten, long deadLetters) {}

  public boolean connected() {
    return phase == Phase.CONNECTED;
  }
}
