package dev.switchboard.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.sandbox.gateway.GatewayTap;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongBinaryOperator;
import org.HdrHistogram.Histogram;

/**
 * Measures every message in the look-alike's process with its monotonic clock: when the event left
 * for the bot, when the bot's call that shows it arrived, and when staff saw it. Also counts the
 * bot's calls.
 */
final class Stopwatch implements GatewayTap {
  /** More messages than the longest scenario sends. */
  private static final int ROOM = 2_000_000;

  private static final String POST = "POST /channels/{channel}/messages";
  private static final String MAKE_CHANNEL = "POST /guilds/{guild}/channels";
  private static final byte[] CATEGORY = {'"', 't', 'y', 'p', 'e', '"', ':', '4'};

  /** Five minutes in nanoseconds, the highest value that is counted. */
  private static final long LONGEST = 300_000_000_000L;

  private final AtomicLongArray left = new AtomicLongArray(ROOM);
  private final AtomicLongArray arrived = new AtomicLongArray(ROOM);
  private final AtomicLongArray shown = new AtomicLongArray(ROOM);
  private final AtomicIntegerArray times = new AtomicIntegerArray(ROOM);
  private final int[] author = new int[ROOM];
  private final Map<String, Long> calls = new TreeMap<>();
  private final Semaphore room = new Semaphore(0);
  private int[] lastShown = new int[0];
  private int disorder;
  private volatile long mark = System.nanoTime();

  /** Sets the instant from which reports count the first and the last message that staff saw. */
  void mark() {
    mark = System.nanoTime();
  }

  /** Records the author of a message, before it is written. */
  synchronized void written(int message, int member) {
    author[message] = member;
    if (member >= lastShown.length) {
      lastShown = Arrays.copyOf(lastShown, Math.max(member + 1, lastShown.length * 2));
    }
  }

  /** A permit for each message that staff have seen. */
  Semaphore room() {
    return room;
  }

  @Override
  public void dispatching(String event, byte[] payload) {
    if (event.equals("MESSAGE_CREATE")) {
      long now = System.nanoTime();
      Marker.find(
          payload,
          message -> {
            // The first event is the member's message, the second one the post that shows it.
            if (!left.compareAndSet(message, 0, now) && times.getAndIncrement(message) == 0) {
              shown.set(message, now);
              order(message);
              room.release();
            }
          });
    }
  }

  private synchronized void order(int message) {
    int member = author[message];
    if (lastShown[member] > message) {
      disorder++;
    }
    lastShown[member] = message;
  }

  @Override
  public void asked(String route, byte[] body) {
    if (route.equals(POST)) {
      long now = System.nanoTime();
      Marker.find(body, message -> arrived.compareAndSet(message, 0, now));
    }
  }

  @Override
  public void answered(String route, byte[] body, int status, boolean global) {
    if (status == 429) {
      count(global ? "global 429" : "other 429");
    } else if (route.equals(MAKE_CHANNEL) && contains(body, CATEGORY)) {
      count("category");
    } else {
      count(route);
    }
  }

  private static boolean contains(byte[] body, byte[] wanted) {
    for (int at = 0; at + wanted.length <= body.length; at++) {
      if (Arrays.equals(body, at, at + wanted.length, wanted, 0, wanted.length)) {
        return true;
      }
    }
    return false;
  }

  private synchronized void count(String what) {
    calls.merge(what, 1L, Long::sum);
  }

  synchronized void clearCalls() {
    calls.clear();
  }

  /** The calls by route since the last clearing. 429s and categories have names of their own. */
  synchronized ObjectNode calls() {
    ObjectNode counts = JsonNodeFactory.instance.objectNode();
    calls.forEach(counts::put);
    return counts;
  }

  /** The number of messages that staff have not seen. */
  int missing(int first, int end) {
    int missing = 0;
    for (int message = first; message < end; message++) {
      if (shown.get(message) == 0) {
        missing++;
      }
    }
    return missing;
  }

  /** The number of messages that staff had seen at an instant. */
  int shownBy(int first, int end, long instant) {
    int seen = 0;
    for (int message = first; message < end; message++) {
      long at = shown.get(message);
      if (at != 0 && at - instant <= 0) {
        seen++;
      }
    }
    return seen;
  }

  /** The report on the messages; times in microseconds. */
  ObjectNode report(int first, int end) {
    ObjectNode report = JsonNodeFactory.instance.objectNode();
    long start = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    long firstAfter = Long.MAX_VALUE;
    int twice = 0;
    for (int message = first; message < end; message++) {
      start = Math.min(start, left.get(message));
      last = Math.max(last, shown.get(message));
      long sinceMark = shown.get(message) - mark;
      firstAfter = sinceMark < 0 ? firstAfter : Math.min(firstAfter, sinceMark);
      twice += times.get(message) > 1 ? 1 : 0;
    }
    report.put("sent", end - first).put("missing", missing(first, end)).put("twice", twice);
    synchronized (this) {
      report.put("disorder", disorder);
    }
    report.put("micros", (last - start) / 1_000);
    report.put("first_after_mark_micros", firstAfter / 1_000);
    report.put("last_after_mark_micros", (last - mark) / 1_000);
    report.set(
        "delay", percentiles(first, end, (message, since) -> arrived.get((int) message) - since));
    report.set(
        "seen", percentiles(first, end, (message, since) -> shown.get((int) message) - since));
    return report;
  }

  private ObjectNode percentiles(int first, int end, LongBinaryOperator duration) {
    Histogram histogram = new Histogram(LONGEST, 3);
    for (int message = first; message < end; message++) {
      long nanos = duration.applyAsLong(message, left.get(message));
      if (shown.get(message) != 0) {
        histogram.recordValue(Math.clamp(nanos, 0, LONGEST));
      }
    }
    ObjectNode told = JsonNodeFactory.instance.objectNode();
    told.put("p50", histogram.getValueAtPercentile(50) / 1_000.0);
    told.put("p90", histogram.getValueAtPercentile(90) / 1_000.0);
    told.put("p99", histogram.getValueAtPercentile(99) / 1_000.0);
    told.put("p999", histogram.getValueAtPercentile(99.9) / 1_000.0);
    return told.put("most", histogram.getMaxValue() / 1_000.0);
  }
}
