package dev.switchboard.sandbox.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.sandbox.world.Json;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which REST requests came in, for tests that count them. The last ones are listed, all are
 * counted.
 */
public final class RequestLog {
  private static final int LISTED = 10_000;

  private record Entry(long number, String route, String path, int status, long at) {}

  private final Deque<Entry> entries = new ArrayDeque<>();
  private final Map<String, Long> counts = new TreeMap<>();
  private long number;

  public synchronized void add(String route, String path, int status, long at) {
    entries.addLast(new Entry(++number, route, path, status, at));
    counts.merge(route, 1L, Long::sum);
    if (entries.size() > LISTED) {
      entries.removeFirst();
    }
  }

  public synchronized void clear() {
    entries.clear();
    counts.clear();
  }

  /** Everything after a number, and the counts since the last clearing. */
  public synchronized ObjectNode shown(long after) {
    ObjectNode shown = Json.object().put("last", number);
    ObjectNode counted = shown.putObject("counts");
    counts.forEach(counted::put);
    ArrayNode list = shown.putArray("requests");
    for (Entry entry : entries) {
      if (entry.number() > after) {
        list.addObject()
            .put("number", entry.number())
            .put("route", entry.route())
            .put("path", entry.path())
            .put("status", entry.status())
            .put("at", entry.at());
      }
    }
    return shown;
  }
}
