package dev.switchboard.service;

import dev.switchboard.settings.Setting;
import java.util.Map;

/** What is under way with a service. */
sealed interface Phase {
  /** Nothing runs that we know of; at first, something of an earlier process may. */
  record Down(boolean sure) implements Phase {}

  /** To be told to run, with these settings. */
  record Launching(Map<Setting, String> values) implements Phase {}

  /**
   * Told to run, not well yet.
   *
   * @param deadline until when it has to be, by {@link System#nanoTime}
   */
  record Coming(Driver.Running running, Map<Setting, String> values, long deadline)
      implements Phase {}

  /**
   * It runs.
   *
   * @param since since when, by {@link System#nanoTime}
   * @param misses how often in a row it did not answer
   */
  record Up(Driver.Running running, Map<Setting, String> values, long since, int misses)
      implements Phase {}

  /**
   * On its way down.
   *
   * @param why what is to be said of that
   */
  record Going(Then then, String why) implements Phase {}

  /** To be tried again in a while. */
  record Pausing() implements Phase {}

  /** What follows the end of a service that we stopped. */
  enum Then {
    AS_WANTED,
    TRY_AGAIN
  }
}
