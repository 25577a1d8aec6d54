package dev.switchboard.discord.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.discord.api.Payload;
import dev.switchboard.timing.Snowflake;
import java.time.Duration;
import java.time.Instant;

/**
 * The state of the gateway session, stored in table {@code gateway_session}.
 *
 * @param id Discord's id of the session; empty without a session
 * @param sequence the number up to which all events are committed
 * @param resumeUrl Discord's URL for a resume
 * @param epoch the number of sessions so far; a READY raises it, a RESUMED does not
 * @param floor the id of the first message created during this session; 0 before one
 * @param since the beginning of the very first session; earlier messages are not kept
 * @param coveredUntil the time of the last frame
 */
public record Session(
    String id,
    long sequence,
    String resumeUrl,
    long epoch,
    long floor,
    Instant since,
    Instant coveredUntil) {

  /** The state before the first session. */
  public static final Session NONE = new Session("", 0, "", 0, 0, Instant.EPOCH, Instant.EPOCH);

  /** Tolerance for the clocks of Discord's machines, which create the ids. */
  private static final Duration CLOCK_MARGIN = Duration.ofSeconds(5);

  boolean resumable() {
    return !id.isEmpty() && sequence > 0;
  }

  /** The session after this frame. */
  public Session after(Frame frame, Instant now) {
    JsonNode data = frame.data();
    if (frame.ready()) {
      return new Session(
          Payload.text(data.path("session_id")),
          Math.max(0, frame.sequence()),
          Payload.text(data.path("resume_gateway_url")),
          epoch + 1,
          0,
          epoch == 0 ? now : since,
          now);
    }
    long seen =
        floor == 0 && frame.type().equals("MESSAGE_CREATE") ? Payload.id(data.path("id")) : floor;
    return new Session(
        id, Math.max(sequence, frame.sequence()), resumeUrl, epoch, seen, since, now);
  }

  /**
   * Whether no message can have been missed in this channel: this is the first session of all, or
   * the channel was created during this session.
   */
  public boolean sawTheBeginningOf(long channel) {
    return epoch == 1
        || (floor != 0
            && Snowflake.millis(channel) > Snowflake.millis(floor) + CLOCK_MARGIN.toMillis());
  }
}
