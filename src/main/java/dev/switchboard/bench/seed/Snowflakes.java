package dev.switchboard.bench.seed;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** Ids as Discord's, which tell their time. Thread-safe. */
final class Snowflakes {
  private static final long EPOCH = 1_420_070_400_000L;
  private static final int TIME_SHIFT = 22;
  private static final long LOW = (1L << TIME_SHIFT) - 1;

  private final AtomicLong count = new AtomicLong();

  /** A new id of this time; unique among four million that follow each other. */
  long at(Instant time) {
    return (time.toEpochMilli() - EPOCH) << TIME_SHIFT | (count.incrementAndGet() & LOW);
  }
}
