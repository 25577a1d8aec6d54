package dev.switchboard.discord.gateway;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** The state of the gateway for health checks and metrics, without an actor. Thread-safe. */
public final class GatewayMonitor {
  private record Link(GatewayStatus.Phase phase, Optional<Instant> since, String detail) {}

  private final AtomicReference<Link> link =
      new AtomicReference<>(new Link(GatewayStatus.Phase.STARTING, Optional.empty(), ""));
  private final AtomicReference<Duration> latency = new AtomicReference<>(Duration.ZERO);
  private final AtomicReference<Session> committed = new AtomicReference<>(Session.NONE);
  private final AtomicInteger unwritten = new AtomicInteger();
  private final AtomicLong deadLetters = new AtomicLong();

  /** The present state. */
  public GatewayStatus status() {
    Link present = link.get();
    Session session = committed.get();
    return new GatewayStatus(
        present.phase(),
        present.since(),
        present.detail(),
        latency.get(),
        new GatewayStatus.Intake(
            session.sequence(), session.epoch(), unwritten.get(), deadLetters.get()));
  }

  /** Sets the phase. Failed attempts do not change the beginning of an outage. */
  public void phase(GatewayStatus.Phase phase, String detail) {
    link.updateAndGet(present -> {
      boolean turned =
          (present.phase() == GatewayStatus.Phase.CONNECTED)
              != (phase == GatewayStatus.Phase.CONNECTED);
      return new Link(phase, turned ? Optional.of(Instant.now()) : present.since(), detail);
    });
  }

  void latency(Duration measured) {
    latency.set(measured);
  }

  public void committed(Session session, int deadLettersMore) {
    committed.set(session);
    deadLetters.addAndGet(deadLettersMore);
  }

  public void unwritten(int frames) {
    unwritten.set(frames);
  }

  /** The committed sequence number of this session; 0 if it is not the present session. */
  int committedOf(String session) {
    Session present = committed.get();
    return present.id().equals(session) ? (int) present.sequence() : 0;
  }
}
