package dev.switchboard.discord.dispatch;

import dev.switchboard.discord.api.Procedure;
import dev.switchboard.discord.api.RateLimits;
import dev.switchboard.discord.api.Retry;
import dev.switchboard.discord.api.Snowflake;
import dev.switchboard.ticket.model.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether Discord works at all. When several channels fail and none succeeds, one call at a time,
 * once in a while, finds out; when one succeeds, all that failed get another chance at once.
 *
 * <p>Used by the {@link Dispatcher} alone; not thread-safe.
 */
final class OutageBreaker {
  private static final Logger LOG = LoggerFactory.getLogger(OutageBreaker.class);

  /** So many channels failing with no success between them are no coincidence. */
  private static final int OUTAGE = 3;

  /** By our clock, which may be off, a message of this age may be just made. */
  private static final Duration NEW = Duration.ofSeconds(10);

  private final long pause;
  private final long revokedPause;
  private final Set<ChannelQueue> failing = new LinkedHashSet<>();

  /** Those whose last call failed, whatever others did since. */
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

  /** How long to make no call at all: 0 for none. */
  long untilCall(int inFlight, long now) {
    if (!outage && !tokenRefused) {
      return 0;
    }
    // The answer to the call under way comes with a word of its own.
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

  /** How many lines fail now. */
  int troubled() {
    return troubled.size();
  }

  /** A call is made. */
  void calling(long now) {
    if (outage || tokenRefused) {
      nextProbe = now + (tokenRefused ? revokedPause : pause);
    }
  }

  /** Discord failed, or was not reached. */
  void failed(ChannelQueue channelQueue, String what, long now) {
    failing.add(channelQueue);
    troubled.add(channelQueue);
    if (!outage && failing.size() >= OUTAGE) {
      outage = true;
      nextProbe = now + pause;
      LOG.warn("Discord fails for every channel ({}); posts wait until it answers again", what);
    }
  }

  /** Discord refused the token. */
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
   * Discord answered as it should.
   *
   * @return the lines that may try again now, whatever they wait for
   */
  List<ChannelQueue> cleared(ChannelQueue channelQueue) {
    troubled.remove(channelQueue);
    if (isFair()) {
      // Only failures with no success between them count.
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
   * What Discord's answer to a post came to. Only a message that it has just made shows that it
   * takes any: one that it remembers by the nonce is older.
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

  /** Whether it took one at that time or later. */
  boolean tookSince(long time) {
    return tookAny && lastTook - time >= 0;
  }

  /** The line has nothing to do any more. */
  void forget(ChannelQueue channelQueue) {
    failing.remove(channelQueue);
    troubled.remove(channelQueue);
  }
}
