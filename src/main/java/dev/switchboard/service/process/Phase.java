package dev.switchboard.service.process;

import dev.switchboard.settings.Setting;
import java.util.Map;

/** The present phase of a supervised service. */
sealed interface Phase {
  /** The service does not run, as far as the supervisor knows. */
  record Down(Left left) implements Phase {}

  /**
   * The service is about to be started, with these settings.
   *
   * @param left the processes that may remain from before
   */
  record Launching(Map<Setting, String> values, Left left) implements Phase {}

  /**
   * The service was started and does not answer yet.
   *
   * @param deadline the time at which it must answer, by {@link System#nanoTime}
   */
  record Coming(Driver.Running running, Map<Setting, String> values, long deadline)
      implements Phase {}

  /**
   * The service runs and answers.
   *
   * @param since the time since which it runs, by {@link System#nanoTime}
   * @param misses the number of consecutive probes without an answer
   */
  record Up(Driver.Running running, Map<Setting, String> values, long since, int misses)
      implements Phase {}

  /**
   * The service is being stopped.
   *
   * @param why the reason to report
   */
  record Going(Then then, String why) implements Phase {}

  /** The service will be tried again after a pause. */
  record Pausing(Left left) implements Phase {}

  /** The processes that may run without the supervisor's knowledge. */
  enum Left {
    NOTHING,
    /**
     * A process of an earlier run, or a process that starts late. Starting the service again does
     * no harm.
     */
    PERHAPS,
    /** A process that could not be stopped. It must be stopped before anything is started. */
    UNSTOPPED
  }

  /** The step that follows the end of a service that the supervisor stopped. */
  enum Then {
    AS_WANTED,
    TRY_AGAIN
  }
}
