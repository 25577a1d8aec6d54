package dev.switchboard.discord.api;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Discord's rate limits, as far as they are known, so that calls wait here instead of getting a
 * 429: the bot's budget for a second, and one bucket for each route and channel (or guild), learned
 * from the headers of each answer ("Rate Limits" in Discord's documentation).
 *
 * <p>Times are {@link System#nanoTime}. Thread-safe.
 */
public final class RateLimits {
  /** The call has to wait for the answer to another call of its bucket, which is still unknown. */
  public static final long UNTIL_ANSWERED = Long.MAX_VALUE;

  /** Discord counts calls when they arrive, and their travel times differ. */
  private static final long WINDOW = Duration.ofMillis(1_025).toNanos();

  /** Discord's times are rounded to milliseconds. */
  private static final long ROUNDING = Duration.ofMillis(10).toNanos();

  /** The time for which repeated refusals of a bucket are remembered. */
  private static final long REMEMBERED = Duration.ofMinutes(1).toNanos();

  /** Until Discord's headers are known: 5 messages in 5 seconds for each channel. */
  private static final String POSTS = Call.Method.POST + " /channels/{channel}/messages";

  /** The known limit of a route, for any channel. */
  private record Route(String bucket, int limit, long window, boolean unlimited) {}

  private record BucketKey(String bucket, String major) {}

  private static final class Bucket {
    final GrowingPause pause = new GrowingPause();
    int remaining;
    long resetAt;
    int inFlight;

    /** Takes a place in a window of unknown size: one call at a time, until an answer. */
    long takeBlindly(long now) {
      if (inFlight > 0) {
        return UNTIL_ANSWERED;
      }
      return remaining > 0 ? 0 : Math.max(0, resetAt - now);
    }

    long take(Route route, long now) {
      if (resetAt - now <= 0) {
        // Calls that are still under way may count against the new window.
        remaining = Math.max(0, route.limit() - inFlight);
        resetAt = now + route.window();
      }
      if (remaining <= 0) {
        return Math.max(ROUNDING, resetAt - now);
      }
      remaining--;
      return 0;
    }
  }

  /** The passage of one call through the limits. */
  public static final class Pass {
    private final Call call;
    private @Nullable Bucket bucket;
    private long takenAt;

    public Pass(Call call) {
      this.call = call;
    }

    public Call call() {
      return call;
    }

    private String template() {
      return call.method() + " " + call.path();
    }
  }

  private final Map<String, Route> routes = new HashMap<>();

  /** In the order of their last use, so that unused ones are at the front. */
  private final LinkedHashMap<BucketKey, Bucket> buckets = new LinkedHashMap<>(64, 0.75f, true);

  /** The times of the last calls, as many as fit in a second; the oldest is overwritten next. */
  private final long[] made;

  private int next;
  private final Blockade blockade;

  RateLimits(int requestsPerSecond, long now) {
    made = new long[requestsPerSecond];
    Arrays.fill(made, now - WINDOW);
    blockade = new Blockade(now);
    routes.put(POSTS, new Route(POSTS, 5, Duration.ofSeconds(5).toNanos(), false));
  }

  /** Nanoseconds until the budget allows any call; 0 for now. */
  public synchronized long untilBudget(long now) {
    return Math.max(0, Math.max(made[next] + WINDOW - now, blockade.untilCall(now)));
  }

  /** The number of calls left in this second's budget. */
  public synchronized int budgetLeft(long now) {
    int left = 0;
    while (left < made.length && made[(next + left) % made.length] + WINDOW - now <= 0) {
      left++;
    }
    return left;
  }

  /** The used part of this second's budget, from 0 to 1. */
  synchronized double budgetUsed(long now) {
    return 1 - (double) budgetLeft(now) / made.length;
  }

  /**
   * Takes a place in the budget and in the call's bucket, if there is one. Each call that got its
   * place has to be {@link #answered}.
   *
   * @return 0 if the call may be made now; else nanoseconds until the next try, or {@link
   *     #UNTIL_ANSWERED}
   */
  public synchronized long take(Pass pass, long now) {
    long wait = untilBudget(now);
    if (wait > 0) {
      return wait;
    }
    var route = routes.get(pass.template());
    if (route == null || !route.unlimited()) {
      var bucket = bucket(pass, route);
      long full = route == null ? bucket.takeBlindly(now) : bucket.take(route, now);
      if (full > 0) {
        return full;
      }
      bucket.inFlight++;
      pass.bucket = bucket;
    }
    made[next] = now;
    next = (next + 1) % made.length;
    pass.takenAt = now;
    blockade.calling(pass);
    return 0;
  }

  /** Learns from the answer to a call. */
  public synchronized void answered(Pass pass, Answer answer, long now) {
    if (pass.bucket != null) {
      pass.bucket.inFlight--;
      if (!(answer instanceof Answer.Limited)) {
        pass.bucket.pause.over();
      }
    }
    blockade.answered(pass, pass.takenAt, answer, now);
    switch (answer) {
      case Answer.Ok ok when ok.rate().limit() < 0 ->
          // A successful answer without rate limit headers: the route has no limit.
          routes.put(pass.template(), new Route("", Integer.MAX_VALUE, 0, true));
      case Answer.Ok ok -> learn(pass, ok.rate(), now);
      case Answer.Refused refused when refused.rate().limit() < 0 -> {
        // It may have been refused before its rate limit was checked.
      }
      case Answer.Refused refused -> learn(pass, refused.rate(), now);
      case Answer.Limited limited -> limited(pass, limited, now);
      case Answer.Failed _, Answer.Unreachable _ -> {
        // Nothing is learned; the place counts as used.
      }
    }
    forgetUnused(now);
  }

  private void learn(Pass pass, Answer.RateHeaders rate, long now) {
    var before = routes.get(pass.template());
    var name = rate.bucket().isEmpty() ? pass.template() : rate.bucket();
    long reset = rate.resetAfter().toNanos() + ROUNDING;
    long window =
        before != null && before.limit() == rate.limit() ? Math.max(before.window(), reset) : reset;
    var route = new Route(name, rate.limit(), window, false);
    routes.put(pass.template(), route);
    var bucket = bucket(pass, route);
    boolean counted = bucket == pass.bucket && bucket.resetAt - now > 0 && before != null;
    bucket.remaining =
        counted ? Math.min(bucket.remaining, rate.remaining()) : Math.max(0, rate.remaining());
    bucket.resetAt = now + reset;
  }

  private void limited(Pass pass, Answer.Limited limited, long now) {
    if (limited.scope() == Answer.Scope.GLOBAL) {
      return;
    }
    var route = routes.get(pass.template());
    if (route != null && route.unlimited()) {
      routes.remove(pass.template());
      route = null;
    }
    var bucket = bucket(pass, route);
    bucket.remaining = 0;
    bucket.resetAt = now + bucket.pause.next(limited.retryAfter(), pass.takenAt, now) + ROUNDING;
  }

  private Bucket bucket(Pass pass, @Nullable Route route) {
    var name = route == null ? pass.template() : route.bucket();
    return buckets.computeIfAbsent(new BucketKey(name, pass.call().major()), _ -> new Bucket());
  }

  /** Removes buckets that are full again, the one unused for the longest time first. */
  private void forgetUnused(long now) {
    var oldest = buckets.values().iterator();
    while (oldest.hasNext()) {
      var bucket = oldest.next();
      long keptUntil = bucket.resetAt + (bucket.pause.isOver() ? 0 : REMEMBERED);
      if (bucket.inFlight > 0 || keptUntil - now > 0) {
        return;
      }
      oldest.remove();
    }
  }
}
