package dev.switchboard.http.api.live;

import java.util.HashMap;
import java.util.Map;

/** Counts the open event streams of a node. Thread-safe. */
final class EventSlots {
  /** Streams of a session: browsers open six connections to a server at most. */
  static final int OF_SESSION = 6;

  /** Streams of a node: half of the connections that it has. */
  static final int OF_NODE = 1_000;

  private final Map<String, Integer> bySession = new HashMap<>();
  private int all;

  synchronized boolean isSessionFull(String session) {
    return bySession.getOrDefault(session, 0) >= OF_SESSION;
  }

  synchronized boolean isNodeFull() {
    return all >= OF_NODE;
  }

  /** Takes a slot, and says whether there was one. */
  synchronized boolean take(String session) {
    if (isNodeFull() || isSessionFull(session)) {
      return false;
    }
    all++;
    bySession.merge(session, 1, Integer::sum);
    return true;
  }

  /** Gives a slot back that was taken. */
  synchronized void release(String session) {
    all--;
    if (bySession.merge(session, -1, Integer::sum) == 0) {
      bySession.remove(session);
    }
  }
}
