package dev.switchboard.discord.gateway;

import dev.switchboard.timing.Backoff;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The pauses between attempts to connect to the gateway.
 *
 * @param first the pause before the second attempt; it doubles with each further one
 * @param longest the longest pause if an attempt costs a session start and few are left; Discord
 *     allows 1,000 starts a day
 * @param free the longest pause if an attempt costs no session start (a resume, or a gateway that
 *     is not reached), or while more than half of the day's starts are left
 * @param betweenIdentifies the pause between two IDENTIFYs; Discord allows one in 5 s, and asks for
 *     1 to 5 s after an invalid session ("Identifying" in its documentation)
 * @param resuming the time of attempts to resume a session before a new one begins
 * @param afterRefusal the pause after a refusal that a person has to solve
 * @param startsKept the number of the day's session starts kept for a person's repair: with fewer
 *     left, no IDENTIFY is sent
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

  /** The pause if the attempt costs no session start. */
  Duration pauseForFree(int attempts) {
    Duration pause = pause(attempts);
    return pause.compareTo(free) < 0 ? pause : free;
  }

  /** The pause if it costs one: short while more than half of the day's starts are left. */
  Duration pauseForStart(int attempts, Starts starts) {
    return starts.plenty() ? pauseForFree(attempts) : pause(attempts);
  }

  /** The session starts of a day, from Discord. */
  record Starts(int remaining, int total) {
    /** No numbers are known. */
    static final Starts UNKNOWN = new Starts(0, 0);

    boolean plenty() {
      return remaining > total / 2;
    }
  }

  /** The longest silence of a connection between HELLO and the beginning of the session. */
  Duration forTheSession() {
    return resuming.dividedBy(3);
  }

  /** The pause after a lost session: a random part, at least a fifth, of the IDENTIFY pause. */
  Duration beforeNewSession() {
    long millis = betweenIdentifies.toMillis();
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(millis / 5, millis + 1));
  }

  /** The pause after this number of failed attempts; none after 0. */
  Duration pause(int attempts) {
    long millis = new Backoff(first, longest).after(attempts).toMillis();
    // Up to a quarter less, so that many bots do not return at the same time.
    return Duration.ofMillis(
        millis - ThreadLocalRandom.current().nextLong(Math.max(1, millis / 4)));
  }
}
