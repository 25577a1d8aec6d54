package dev.switchboard.discord.guild;

import dev.switchboard.timing.Backoff;
import java.time.Duration;
import java.util.Optional;

/**
 * Delays new attempts to create something that Discord created differently than requested. Each
 * wrong result makes the delay longer. Not thread-safe.
 */
public final class RemakeGuard {
  /** Tickets ask once a minute, so the next one to ask makes an attempt. */
  private static final Backoff PAUSES = new Backoff(Duration.ofSeconds(50), Duration.ofMinutes(10));

  private Optional<String> why = Optional.empty();
  private long until;
  private Duration pause = PAUSES.first();

  /** Notes a wrong result and starts the delay. */
  public void raise(String reason, long now) {
    why = Optional.of(reason);
    until = now + pause.toNanos();
    pause = PAUSES.longer(pause);
  }

  /** The reason for the delay; empty if an attempt is allowed. */
  Optional<String> against(long now) {
    return why.filter(_ -> until - now > 0);
  }

  /** Ends the delay, since the cause may be gone. */
  void open(long now) {
    until = now;
  }

  /** Notes a right result. */
  public void lift() {
    why = Optional.empty();
    pause = PAUSES.first();
  }
}
