package dev.switchboard.discord.dispatch;

import dev.switchboard.discord.api.Procedure;
import dev.switchboard.discord.api.RateLimits;
import dev.switchboard.discord.api.Retry;
import dev.switchboard.ticket.model.Outcome;
import dev.switchboard.timing.Snowflake;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices an outage of Discord. When three channels fail and none succeeds, it allows one trial
 * call at a time, with pauses. After a success all failed channels try again at once.
 *
 * <p>Used by the {@link Dispatcher} alone; not thread-safe.
 */
final class OutageBreaker {
  private static final Logger LOG = LoggerFactory.getLogger(OutageBreaker.class);

  /** Channels that fail without a success between them before it counts as an outage. */
  private static final int OUTAGE = 3;

  /** By Discord's clock as we know it, a message of at most this age counts as new. */
  private static final Duration NEW = Duration.ofSeconds(10);

  private final long pause;
  private final long revokedPause;
  private final Set<ChannelQueue> failing = new LinkedHashSet<>();

  /** Channel queues whose last call failed, even if others succeeded since. */
  private final Set<ChannelQueue> troubled = new HashSet<>();

  private boolean outage;
  private boolean tokenRefused;
  private long nextProbe;
  private boolean tookAny;
  private long lastTook;

  OutageBreaker(Retry retry) {
    this.pause = retry.first().toNanos();
    this.revokedPause = retry.alone().toNanos();
  }

  /** Nanoseconds until the next call is allowed; 0 for now. */
  long untilCall(int inFlight, long now) {
    if (!outage && !tokenRefused) {
      return 0;
    }
    // Discord's answer to the call under way decides what follows.
    return inFlight > 0 ? RateLimits.UNTIL_ANSWERED : Math.max(0, nextProbe - now);
  }

  boolean isOutage() {
    return outage;
  }

  boolean isTokenRefused() {
    return tokenRefused;
  }

  boolean isFair() {
    return !outage && !tokenRefused;
  }

  /** The number of channel queues whose last call failed. */
  int troubled() {
    return troubled.size();
  }

  /** Notes that a call is made. */
  void calling(long now) {
    if (outage || tokenRefused) {
      nextProbe = now + (tokenRefused ? revokedPause : pause);
    }
  }

  /** Notes that Discord failed or could not be reached. */
  void failed(ChannelQueue channelQueue, String what, long now) {
    failing.add(channelQueue);
    troubled.add(channelQueue);
    if (!outage && failing.size() >= OUTAGE) {
      outage = true;
      nextProbe = now + pause;
      LOG.warn("Discord fails for every channel ({}); posts wait until it answers again", what);
    }
  }

  /** Notes that Discord refused the token. */
  void refusedToken(ChannelQueue channelQueue, long now) {
    failing.add(channelQueue);
    nextProbe = now + revokedPause;
    if (!tokenRefused) {
      tokenRefused = true;
      LOG.error(
          "Discord refuses the bot's token (401): nothing can be sent. Set a valid"
              + " SWITCHBOARD_DISCORD_TOKEN and start again; what waits is kept");
    }
  }

  /**
   * Notes a valid answer of Discord.
   *
   * @return the channel queues that may try again now
   */
  List<ChannelQueue> cleared(ChannelQueue channelQueue) {
    troubled.remove(channelQueue);
    if (isFair()) {
      // Only failures without a success between them count.
      failing.clear();
      return List.of();
    }
    LOG.info("Discord answers again after {}", outage ? "an outage" : "it refused the token");
    outage = false;
    tokenRefused = false;
    var again = failing.stream().filter(other -> other != channelQueue).toList();
    failing.clear();
    return again;
  }

  /**
   * Notes the outcome of a post. Only a new message shows that Discord takes messages: a message
   * that it remembers by the nonce is older.
   */
  void told(Procedure.Verdict verdict, Clock discordsClock, long now) {
    if (!(verdict instanceof Procedure.Verdict.Over(var outcome))) {
      return;
    }
    long message =
        switch (outcome) {
          case Outcome.Sent(long id) -> id;
          case Outcome.SentAs(long id, _, _) -> id;
          case Outcome.Done _, Outcome.Refused _ -> 0;
        };
    if (Snowflake.millis(message) >= discordsClock.millis() - NEW.toMillis()) {
      tookAny = true;
      lastTook = now;
    }
  }

  /** Whether Discord took a new message at that time or later. */
  boolean tookSince(long time) {
    return tookAny && lastTook - time >= 0;
  }

  /** Forgets the channel queue, whose job is over. */
  void forget(ChannelQueue channelQueue) {
    failing.remove(channelQueue);
    troubled.remove(channelQueue);
  }
}
