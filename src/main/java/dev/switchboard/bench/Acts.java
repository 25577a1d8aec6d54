package dev.switchboard.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.bench.Discord.Span;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Steps that several scenarios share. */
final class Acts {
  static final Duration PATIENCE = Duration.ofMinutes(15);

  /** The tickets that open at the same time where opening is not measured. */
  private static final int OPENING = 50;

  private static final long QUIET = TimeUnit.MILLISECONDS.toNanos(500);

  private Acts() {}

  /**
   * The first {@code members} members open a ticket each. Returns when all work for them is done.
   */
  static void openTickets(Discord discord, int members) {
    Crowd.Flow opening = new Crowd.Flow(OPENING, members, PATIENCE);
    discord.await(discord.flow(0, members, opening).span(), PATIENCE);
    settle(discord);
  }

  /** Waits until the bot has made no call for half a second, and gives the calls until then. */
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

  /** The number of messages that were lost, shown twice or out of order; the goal is 0. */
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

  /** Waits until staff have seen all messages, and gives the report. */
  static JsonNode outcome(Discord discord, Span span) {
    discord.await(span, PATIENCE);
    return discord.report(span);
  }
}
