package dev.switchboard.feed;

import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the operator once of each kind of event that only a newer version of this server knows:
 * such a version wrote it, before a rollback or on another node. Thread-safe.
 */
final class UnknownEvents {
  /** Kinds that are remembered and told: more than one version adds. */
  static final int MOST = 50;

  /** The kinds of this program are shorter. */
  private static final int LONGEST_WORD = 60;

  private static final Logger LOG = LoggerFactory.getLogger(UnknownEvents.class);

  private final Set<String> told = new HashSet<>();

  /** An event was read and passed over. The answer is whether the log tells of it. */
  boolean met(String kind, String right) {
    String what = "%s (%s)".formatted(cut(kind), cut(right));
    synchronized (this) {
      if (told.size() >= MOST || !told.add(what)) {
        return false;
      }
    }
    LOG.warn(
        "A newer version of this server recorded events of the kind {}: this one passes them over",
        what);
    return true;
  }

  private static String cut(String word) {
    return word.length() > LONGEST_WORD ? word.substring(0, LONGEST_WORD) : word;
  }
}
