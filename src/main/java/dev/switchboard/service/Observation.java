package dev.switchboard.service;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * What is the case with a service.
 *
 * @param since since when
 * @param error what went wrong last, for as long as it matters
 */
public record Observation(State state, Instant since, Optional<String> error) {
  /** How a service can be. */
  public enum State {
    STOPPED,
    /** It was told to run, and does not answer yet. */
    STARTING,
    /** It answers. */
    RUNNING,
    /** It cannot run until something is changed; it is not tried again by itself. */
    FAILED,
    /** It ended or did not answer, and is started again after a pause. */
    BACKING_OFF;

    /** As {@code backing_off}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
