package dev.switchboard.sandbox.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.sandbox.world.Json;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;

/** The REST requests so far, for tests. All are counted, and the last ones are listed. */
public final class RequestLog {
  private static final int LISTED = 10_000;

  private record LoggedRequest(long number, String route, String path, int status, long at) {}

  private final Deque<LoggedRequest> entries = new ArrayDeque<>();
  private final Map<String, Long> counts = new TreeMap<>();
  private long number;

  public synchronized void add(String route, String path, int status, long at) {
    entries.addLast(new LoggedRequest(++number, route, path, status, at));
    counts.merge(route, 1L, Long::sum);
    if (entries.size() > LISTED) {
      entries.removeFirst();
    }
  }

  public synchronized void clear() {
    entries.clear();
    counts.clear();
  }

  /** The requests after a number, and the counts since the last clearing. */
  public synchronized ObjectNode shown(long after) {
    ObjectNode shown = Json.object().put("last", number);
    ObjectNode counted = shown.putObject("counts");
    counts.forEach(counted::put);
    ArrayNode list = shown.putArray("requests");
    for (LoggedRequest loggedRequest : entries) {
      if (loggedRequest.number() > after) {
        list.addObject()
            .put("number", loggedRequest.number())
            .put("route", loggedRequest.route())
            .put("path", loggedRequest.path())
            .put("status", loggedRequest.status())
            .put("at", loggedRequest.at());
      }
    }
    return shown;
  }
}
