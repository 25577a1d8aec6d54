package dev.switchboard.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** The sandbox's own time: the machine's, moved by whatever a test asked for. */
final class SandboxClock {
  private final AtomicLong offset = new AtomicLong();

  Instant now() {
    return Instant.ofEpochMilli(millis());
  }

  long millis() {
    return System.currentTimeMillis() + offset.get();
  }

  void advance(Duration by) {
    offset.addAndGet(by.toMillis());
  }

  long offset() {
    return offset.get();
  }

  void offset(long millis) {
    offset.set(millis);
  }
}
