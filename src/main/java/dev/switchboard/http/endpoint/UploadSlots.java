package dev.switchboard.http.endpoint;

import java.util.HashMap;
import java.util.Map;

/**
 * Counts the files that a node reads at once. Whoever sends slowly has a part of the slots, so that
 * others can upload meanwhile. Thread-safe.
 */
final class UploadSlots {
  /** Files of a node: each takes a thread for blocking calls. */
  static final int OF_NODE = 4;

  /** Files of one holder. */
  static final int OF_HOLDER = 2;

  private final Map<String, Integer> byHolder = new HashMap<>();
  private int all;

  /** What came of taking a slot. */
  enum Taking {
    TAKEN,
    /** The holder has as many as it may. */
    HOLDER_FULL,
    NODE_FULL
  }

  synchronized Taking take(String holder) {
    if (byHolder.getOrDefault(holder, 0) >= OF_HOLDER) {
      return Taking.HOLDER_FULL;
    }
    if (all >= OF_NODE) {
      return Taking.NODE_FULL;
    }
    all++;
    byHolder.merge(holder, 1, Integer::sum);
    return Taking.TAKEN;
  }

  /** Gives a slot back that was taken. */
  synchronized void release(String holder) {
    all--;
    if (byHolder.merge(holder, -1, Integer::sum) == 0) {
      byHolder.remove(holder);
    }
  }
}
