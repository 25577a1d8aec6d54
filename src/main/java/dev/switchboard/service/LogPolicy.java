package dev.switchboard.service;

/** The port to the no-log policy, for everything that obeys it. */
public interface LogPolicy {
  /**
   * Begins or ends the policy at once.
   *
   * @param silent whether nothing is to be logged
   * @param number the number of the toggle's position; a position with a lower number than the last
   *     one changes nothing
   */
  void obey(boolean silent, long number);

  /** Whether this process logs nothing at present. */
  boolean silent();
}
