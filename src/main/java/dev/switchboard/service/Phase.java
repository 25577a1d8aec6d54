package dev.switchboard.service;

import dev.switchboard.settings.Setting;
import java.util.Map;

/** What is under way with a service. */
sealed interface Phase {
  /** It does not run, as far as we know. */
  record Down(Left left) implements Phase {}

  /**
   * To be told to run, with these settings.
   *
   * @param left what there was before
   */
  record Launching(Map<Setting, String> values, Left left) implements Phase {}

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
  record Pausing(Left left) implements Phase {}

  /** What may run although we do not know of it. */
  enum Left {
    NOTHING,
    /** Something of an earlier process, or that comes up late: to be started again does no harm. */
    PERHAPS,
    /** What could not be stopped: it has to be, before anything is started. */
    UNSTOPPED
  }

  /** What follows the end of a service that we stopped. */
  enum Then {
    AS_WANTED,
    TRY_AGAIN
  }
}
