package dev.switchboard.service.process;

import dev.switchboard.values.CheckedValues;
import java.time.Duration;

/**
 * The time limits of services.
 *
 * @param startLimit the time until a started service must answer
 * @param stopGrace the time from SIGTERM to SIGKILL
 * @param probeInterval the time between two probes of a service that answers
 */
public record Pace(Duration startLimit, Duration stopGrace, Duration probeInterval) {
  private static final Duration SECOND = Duration.ofSeconds(1);

  /** Reads the time limits; the keys are those of {@code switchboard.services}. */
  public static Pace of(CheckedValues values) {
    return new Pace(
        values.duration("services.start-limit", SECOND, Duration.ofSeconds(10)),
        values.duration("services.stop-grace", SECOND, Duration.ofSeconds(10)),
        values.duration("services.probe-interval", SECOND, Duration.ofMinutes(10)));
  }
}
