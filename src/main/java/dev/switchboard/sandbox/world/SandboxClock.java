package dev.switchboard.sandbox.world;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** The time of the sandbox: the machine's, moved by tests. */
public final class SandboxClock {
  private final AtomicLong offset = new AtomicLong();

  public Instant now() {
    return Instant.ofEpochMilli(millis());
  }

  public long millis() {
    return System.currentTimeMillis() + offset.get();
  }

  public void advance(Duration by) {
    offset.addAndGet(by.toMillis());
  }

  public long offset() {
    return offset.get();
  }

  public void offset(long millis) {
    offset.set(millis);
  }
}
