package dev.switchboard.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.bench.Discord.Flowed;
import dev.switchboard.bench.Discord.Span;
import dev.switchboard.bench.Stage.Conditions;
import dev.switchboard.bench.Stage.Play;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The cost of a large past: ten thousand open tickets, made by Switchboard and then copied. */
final class FullScenarios {
  private static final int TICKETS = 10_000;
  private static final int QUICK_TICKETS = 500;
  private static final int DMS_EACH = 10;
  private static final int WINDOW = 500;
  private static final double MEBIBYTE = 1024.0 * 1024;
  private static final Duration LONGEST = Duration.ofMinutes(20);

  /** The first number of the messages of copied worlds. */
  private static final int NUMBERS = 100_000;

  private static final Measure BROKEN =
      Measure.atMost(0, "broken", "", "lost, shown twice or out of order");

  private FullScenarios() {}

  static List<Scenario> all() {
    return List.of(start(), memory());
  }

  private static Scenario start() {
    return new Scenario(
        "start",
        "start of the process until the first relayed DM, 10,000 open tickets",
        "1.0 to 3.4 s, empty",
        List.of(
            Measure.atMost(4, "seconds", "s", "from exec to staff seeing a DM written before"),
            Measure.of("tickets", "", "open tickets"),
            BROKEN),
        (stage, quick) -> {
          int tickets = quick ? QUICK_TICKETS : TICKETS;
          try (Play play = stage.copyOf(prepared(stage, tickets), "start", Conditions.FREE)) {
            Discord discord = play.discord();
            discord.countFrom(NUMBERS);
            Span span = discord.rush(tickets / 2, tickets / 2 + 1, 1);
            long before = System.nanoTime();
            try (Product _ = play.launch()) {
              int missing = discord.await(span, Acts.PATIENCE);
              double seconds = (System.nanoTime() - before) / 1e9;
              return Map.of(
                  "seconds", seconds, "tickets", (double) tickets, "broken", (double) missing);
            }
          }
        });
  }

  private static Scenario memory() {
    return new Scenario(
        "memory",
        "resident memory without PostgreSQL: idle, and after 100,000 DMs over 10,000 tickets",
        "75 to 163 MiB",
        List.of(
            Measure.of("empty_mebibytes", "MiB", "30 s after the first start"),
            Measure.of("idle_mebibytes", "MiB", "30 s after a start with 10,000 open tickets"),
            Measure.atMost(400, "after_mebibytes", "MiB", "after 100,000 DMs"),
            Measure.atMost(400, "most_mebibytes", "MiB", "the most at any time"),
            Measure.of("per_second", "/s", "DMs seen by staff meanwhile"),
            BROKEN),
        FullScenarios::remember);
  }

  private static Map<String, Double> remember(Stage stage, boolean quick) {
    int tickets = quick ? QUICK_TICKETS : TICKETS;
    long idle = Duration.ofSeconds(quick ? 5 : 30).toNanos();
    double empty;
    try (Play play = stage.fresh("memory-empty", Conditions.FREE, 0);
        Product product = play.start()) {
      Acts.pause(idle);
      empty = product.child().resident() / MEBIBYTE;
    }
    try (Play play = stage.copyOf(prepared(stage, tickets), "memory", Conditions.FREE);
        Product product = play.start()) {
      Discord discord = play.discord();
      discord.countFrom(NUMBERS);
      Acts.pause(idle);
      double full = product.child().resident() / MEBIBYTE;
      Crowd.Flow flow = new Crowd.Flow(WINDOW, tickets * DMS_EACH, LONGEST);
      long before = System.nanoTime();
      Flowed flowed = discord.flow(0, tickets, flow);
      JsonNode report = Acts.outcome(discord, flowed.span());
      double seconds = (System.nanoTime() - before) / 1e9;
      return Map.of(
          "empty_mebibytes",
          empty,
          "idle_mebibytes",
          full,
          "after_mebibytes",
          product.child().resident() / MEBIBYTE,
          "most_mebibytes",
          product.child().mostResident() / MEBIBYTE,
          "per_second",
          flowed.span().size() / seconds,
          "broken",
          Acts.broken(report));
    }
  }

  /** A world with the given number of open tickets, made at the first call. */
  private static Path prepared(Stage stage, int tickets) {
    Path folder = stage.keptFolder("tickets-" + tickets);
    if (!Files.exists(folder)) {
      Play play = stage.kept(folder, "prepare", Conditions.FREE, tickets);
      play.start();
      Acts.openTickets(play.discord(), tickets);
      play.stop();
    }
    return folder;
  }
}
