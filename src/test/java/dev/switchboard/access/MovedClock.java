package dev.switchboard.access;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that a test moves; as a ticker it goes with it. */
public final class MovedClock extends Clock implements Ticker {
  private volatile Instant now;

  public MovedClock(Instant start) {
    this.now = start;
  }

  public void passes(Duration time) {
    now = now.plus(time);
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public long read() {
    return Duration.between(Instant.EPOCH, now).toNanos();
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("one of UTC is enough");
  }
}
