package dev.switchboard.service.process;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * The observed state of a service.
 *
 * @param since the time since which it is in this state
 * @param error the last error, as long as it matters
 */
public record Observation(State state, Instant since, Optional<String> error) {
  /** The states of a service. */
  public enum State {
    STOPPED,
    /** The service was started and does not answer yet. */
    STARTING,
    /** The service answers. */
    RUNNING,
    /** The service cannot run until something is changed; it is not tried again by itself. */
    FAILED,
    /** The service ended or did not answer, and is started again after a pause. */
    BACKING_OFF;

    /** The name in the admin RPC, such as {@code backing_off}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
