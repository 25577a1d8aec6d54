package dev.switchboard.discord.gateway;

import dev.switchboard.timing.Backoff;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How patiently the gateway is called.
 *
 * @param first the pause before the second attempt; it doubles from there
 * @param longest the longest pause between two attempts, each of which costs one of the session
 *     starts that Discord gives for a day (1,000), where few of them are left
 * @param free the longest pause where an attempt costs none: a session that is resumed, a gateway
 *     that is not reached; and while most of the day's starts are left
 * @param betweenIdentifies Discord allows one IDENTIFY in 5 s, and asks for 1 to 5 s after an
 *     invalid session ("Identifying", Discord's documentation)
 * @param resuming how long it is tried to resume a session before a new one begins
 * @param afterRefusal the pause after a refusal that somebody has to mend
 * @param startsKept IDENTIFY stops below so many session starts left for the day, so that there are
 *     some for whoever mends it
 */
public record GatewayPace(
    Duration first,
    Duration longest,
    Duration free,
    Duration betweenIdentifies,
    Duration resuming,
    Duration afterRefusal,
    int startsKept) {
  public static final GatewayPace USUAL =
      new GatewayPace(
          Duration.ofSeconds(1),
          Duration.ofSeconds(60),
          Duration.ofSeconds(4),
          Duration.ofMillis(5_500),
          Duration.ofSeconds(60),
          Duration.ofMinutes(5),
          50);

  /** The same where an attempt costs no session start. */
  Duration pauseForFree(int attempts) {
    Duration pause = pause(attempts);
    return pause.compareTo(free) < 0 ? pause : free;
  }

  /** The same where it costs one: short as long as more than half of the day's are left. */
  Duration pauseForStart(int attempts, Starts starts) {
    return starts.plenty() ? pauseForFree(attempts) : pause(attempts);
  }

  /** The session starts of a day, as Discord tells of them. */
  record Starts(int remaining, int total) {
    /** Nothing is known of them. */
    static final Starts UNKNOWN = new Starts(0, 0);

    boolean plenty() {
      return remaining > total / 2;
    }
  }

  /** How long a connection may say nothing at all between HELLO and the session's beginning. */
  Duration forTheSession() {
    return resuming.dividedBy(3);
  }

  /** Some part of the time between two IDENTIFYs, for a session that was lost. */
  Duration beforeNewSession() {
    long millis = betweenIdentifies.toMillis();
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(millis / 5, millis + 1));
  }

  /** The pause after so many failed attempts; none after none. */
  Duration pause(int attempts) {
    long millis = new Backoff(first, longest).after(attempts).toMillis();
    // Up to a quarter less, so that many bots do not come back at once.
    return Duration.ofMillis(
        millis - ThreadLocalRandom.current().nextLong(Math.max(1, millis / 4)));
  }
}
