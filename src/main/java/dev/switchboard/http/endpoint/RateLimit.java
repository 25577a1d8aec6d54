package dev.switchboard.http.endpoint;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * How many requests each caller may make in a minute: a token bucket for each, full at first, which
 * fills evenly. A caller may therefore use a whole minute's requests at once. Counted by each node
 * for itself. Holds at most {@link #CALLERS} callers; one that is forgotten begins anew. Safe for
 * use by several threads.
 */
public final class RateLimit {
  static final int CALLERS = 20_000;
  static final Duration WINDOW = Duration.ofMinutes(1);

  private final String name;
  private final int most;
  private final TimeMeter time;
  private final Cache<String, Bucket> buckets;

  /**
   * @param name the policy's name in the headers
   * @param most requests of a caller in a minute
   * @param nanos as {@link System#nanoTime}
   */
  RateLimit(String name, int most, LongSupplier nanos) {
    this.name = name;
    this.most = most;
    this.time = new Nanos(nanos);
    this.buckets =
        Caffeine.newBuilder()
            .maximumSize(CALLERS)
            .expireAfterAccess(WINDOW.multipliedBy(2))
            .build();
  }

  /**
   * The answer to one more request.
   *
   * @param left requests that the caller has left
   * @param reset seconds until all of them are there again, rounded up
   * @param pause seconds until the next one is there, rounded up; 0 if it may be made
   */
  record Verdict(boolean allowed, long left, long reset, long pause) {}

  Verdict take(String caller) {
    ConsumptionProbe probe = buckets.get(caller, _ -> full()).tryConsumeAndReturnRemaining(1);
    return new Verdict(
        probe.isConsumed(),
        probe.getRemainingTokens(),
        seconds(probe.getNanosToWaitForReset()),
        seconds(probe.getNanosToWaitForRefill()));
  }

  private Bucket full() {
    return Bucket.builder()
        .addLimit(limit -> limit.capacity(most).refillGreedy(most, WINDOW))
        .withCustomTimePrecision(time)
        .build();
  }

  private static long seconds(long nanos) {
    return Math.ceilDiv(nanos, 1_000_000_000L);
  }

  /**
   * The headers of an answer: the fields of the IETF draft (draft-ietf-httpapi-ratelimit-headers)
   * and the older family that clients know, with the reset as seconds since 1970.
   */
  List<Answer.Header> headers(Verdict verdict, Instant now) {
    return List.of(
        new Answer.Header(
            "RateLimit-Policy", "\"%s\";q=%d;w=%d".formatted(name, most, WINDOW.toSeconds())),
        new Answer.Header(
            "RateLimit", "\"%s\";r=%d;t=%d".formatted(name, verdict.left(), verdict.reset())),
        new Answer.Header("X-RateLimit-Limit", String.valueOf(most)),
        new Answer.Header("X-RateLimit-Remaining", String.valueOf(verdict.left())),
        new Answer.Header(
            "X-RateLimit-Reset", String.valueOf(now.getEpochSecond() + verdict.reset())));
  }

  private record Nanos(LongSupplier nanos) implements TimeMeter {
    @Override
    public long currentTimeNanos() {
      return nanos.getAsLong();
    }

    @Override
    public boolean isWallClockBased() {
      return false;
    }
  }
}
