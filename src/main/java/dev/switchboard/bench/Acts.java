package dev.switchboard.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.bench.Discord.Span;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What several scenarios do. */
final class Acts {
  static final Duration PATIENCE = Duration.ofMinutes(15);

  /** So many open one at a time where opening is not what is measured. */
  private static final int OPENING = 50;

  private static final long QUIET = TimeUnit.MILLISECONDS.toNanos(500);

  private Acts() {}

  /** Each of the first members opens a ticket; returns when nothing is left to do about them. */
  static void openTickets(Discord discord, int members) {
    Crowd.Flow opening = new Crowd.Flow(OPENING, members, PATIENCE);
    discord.await(discord.flow(0, members, opening).span(), PATIENCE);
    settle(discord);
  }

  /** Waits until the bot has made no call for a while, and gives the calls until then. */
  static Map<String, Long> settle(Discord discord) {
    Map<String, Long> all = discord.calls();
    while (true) {
      pause(QUIET);
      Map<String, Long> more = discord.calls();
      if (more.isEmpty()) {
        return all;
      }
      more.forEach((route, count) -> all.merge(route, count, Long::sum));
    }
  }

  static void pause(long nanos) {
    long end = System.nanoTime() + nanos;
    for (long wait = nanos; wait > 0; wait = end - System.nanoTime()) {
      LockSupport.parkNanos(wait);
    }
  }

  /** What was lost, shown twice or out of order among some messages; 0 is what is promised. */
  static double broken(JsonNode report) {
    return report.path("missing").asDouble()
        + report.path("twice").asDouble()
        + report.path("disorder").asDouble();
  }

  static double seconds(JsonNode report) {
    return report.path("micros").asDouble() / 1e6;
  }

  static double millis(JsonNode report, String histogram, String percentile) {
    return report.path(histogram).path(percentile).asDouble() / 1e3;
  }

  static double sum(Map<String, Long> calls) {
    return calls.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Waits until staff have seen all, and gives what became of them. */
  static JsonNode outcome(Discord discord, Span span) {
    discord.await(span, PATIENCE);
    return discord.report(span);
  }
}
