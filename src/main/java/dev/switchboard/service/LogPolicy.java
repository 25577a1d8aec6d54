package dev.switchboard.service;

/** The no-log policy, as the whole process obeys it. */
public interface LogPolicy {
  /**
   * Begins or ends it, at once.
   *
   * @param silent whether nothing is to be logged
   */
  void obey(boolean silent);

  /** Whether nothing is logged now. */
  boolean silent();
}
