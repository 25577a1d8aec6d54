package dev.switchboard.service;

/** The no-log policy, as everything that it reaches obeys it. */
public interface LogPolicy {
  /**
   * Begins or ends it, at once.
   *
   * @param silent whether nothing is to be logged
   * @param number of the toggle's position that says so; what is older than what was obeyed before
   *     changes nothing
   */
  void obey(boolean silent, long number);

  /** Whether nothing is logged in this process now. */
  boolean silent();
}
