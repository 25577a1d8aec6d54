package dev.switchboard.discord.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.discord.api.Payload;
import dev.switchboard.timing.Snowflake;
import java.time.Duration;
import java.time.Instant;

/**
 * Where the gateway session stands; table {@code gateway_session}.
 *
 * @param id Discord's id of the session; empty while there is none
 * @param sequence everything of the session up to it is taken
 * @param resumeUrl where Discord wants it resumed
 * @param epoch how many sessions there have been: each READY, but no RESUMED, raises it
 * @param floor the first message id that this session saw being made; 0 while it saw none
 * @param since when the first session of all began: what was written before is not ours
 * @param coveredUntil when the last frame was taken
 */
public record Session(
    String id,
    long sequence,
    String resumeUrl,
    long epoch,
    long floor,
    Instant since,
    Instant coveredUntil) {

  /** Before the first one. */
  public static final Session NONE = new Session("", 0, "", 0, 0, Instant.EPOCH, Instant.EPOCH);

  /** Ids are made on many machines of Discord's, whose clocks differ a little. */
  private static final Duration CLOCK_MARGIN = Duration.ofSeconds(5);

  boolean resumable() {
    return !id.isEmpty() && sequence > 0;
  }

  /** The session once the frame is taken. */
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
   * Whether nothing can have been said in this channel while no session listened: this is the first
   * session of all, or the channel was made while this one listened.
   */
  public boolean sawTheBeginningOf(long channel) {
    return epoch == 1
        || (floor != 0
            && Snowflake.millis(channel) > Snowflake.millis(floor) + CLOCK_MARGIN.toMillis());
  }
}
