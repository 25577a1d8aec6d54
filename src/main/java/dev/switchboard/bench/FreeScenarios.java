package dev.switchboard.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.bench.Discord.Flowed;
import dev.switchboard.bench.Discord.Span;
import dev.switchboard.bench.Stage.Conditions;
import dev.switchboard.bench.Stage.Play;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Scenarios without latency and limits of Discord: only Switchboard is the limit. The database
 * syncs every commit to disk.
 */
final class FreeScenarios {
  static final Measure BROKEN =
      Measure.atMost(0, "broken", "", "lost, shown twice or out of order");
  private static final Measure CPU =
      Measure.atMost(1, "cpu_millis", "ms", "processor time for each DM, without PostgreSQL");

  private FreeScenarios() {}

  static List<Scenario> all() {
    return List.of(ten(), nothing(), sustained(), delay());
  }

  private static Scenario ten() {
    int members = 10;
    int each = 50;
    double goal = 3 * 196;
    return new Scenario(
        "ten-members",
        "500 DMs by 10 members, no latency, no limits",
        "121/s and 196/s",
        List.of(
            Measure.atLeast(goal, "per_second", "/s", "open tickets, 500 DMs before"),
            Measure.of("cold_per_second", "/s", "open tickets, the first 500 DMs of the process"),
            Measure.of("new_per_second", "/s", "10 more members, who have no ticket yet"),
            BROKEN),
        (stage, _) -> {
          try (Play play = stage.fresh("ten-members", Conditions.FREE, 2 * members);
              Product _ = play.start()) {
            Discord discord = play.discord();
            Acts.openTickets(discord, members);
            JsonNode cold = Acts.outcome(discord, discord.rush(0, members, each));
            Acts.settle(discord);
            JsonNode warm = Acts.outcome(discord, discord.rush(0, members, each));
            Acts.settle(discord);
            JsonNode opening = Acts.outcome(discord, discord.rush(members, 2 * members, each));
            return Map.of(
                "cold_per_second", members * each / Acts.seconds(cold),
                "per_second", members * each / Acts.seconds(warm),
                "new_per_second", members * each / Acts.seconds(opening),
                "broken", Acts.broken(warm) + Acts.broken(opening));
          }
        });
  }

  private static Scenario nothing() {
    return new Scenario(
        "null-client",
        "the look-alike alone: a bot that only posts what it hears, storing nothing",
        "",
        List.of(
            Measure.of("per_second", "/s", "DMs seen by staff"),
            Measure.of("sandbox_cpu_millis", "ms", "processor time of the look-alike for each DM")),
        (stage, quick) -> {
          int members = 1000;
          Duration time = Duration.ofSeconds(quick ? 5 : 20);
          int unbounded = Integer.MAX_VALUE;
          try (Play play = stage.fresh("null-client", Conditions.FREE, members)) {
            Discord discord = play.discord();
            try (NullClient _ = NullClient.connect(discord.keys())) {
              Acts.settle(discord);
              // The first flow warms up both sides.
              discord.flow(0, members, new Crowd.Flow(members, unbounded, time));
              Duration before = discord.cpu();
              Flowed flowed = discord.flow(0, members, new Crowd.Flow(members, unbounded, time));
              return Map.of(
                  "per_second",
                  flowed.shown() / (time.toMillis() / 1e3),
                  "sandbox_cpu_millis",
                  perDm(discord.cpu().minus(before), flowed.span()));
            }
          }
        });
  }

  private static Scenario sustained() {
    return new Scenario(
        "sustained",
        "60 s of DMs by 1,000 members, no latency, no limits, fsync on",
        "",
        List.of(
            Measure.atLeast(400, "per_second", "/s", "DMs seen by staff"),
            Measure.atLeast(20_000, "seen", "", "DMs seen by staff in that time"),
            CPU,
            Measure.of("sandbox_cpu_millis", "ms", "processor time of the look-alike for each DM"),
            Measure.of("seen_p50_millis", "ms", "until staff see a DM, 1,000 under way: p50"),
            Measure.of("seen_p99_millis", "ms", "the same: p99"),
            BROKEN),
        FreeScenarios::sustain);
  }

  private static Map<String, Double> sustain(Stage stage, boolean quick) {
    int members = quick ? 200 : 1000;
    Duration time = Duration.ofSeconds(quick ? 10 : 60);
    Duration warmUp = Duration.ofSeconds(quick ? 5 : 15);
    try (Play play = stage.fresh("sustained", Conditions.FREE, members);
        Product product = play.start()) {
      Discord discord = play.discord();
      Acts.openTickets(discord, members);
      int unbounded = Integer.MAX_VALUE;
      Flowed before = discord.flow(0, members, new Crowd.Flow(members, unbounded, warmUp));
      discord.await(before.span(), Acts.PATIENCE);
      Duration ours = product.child().cpu();
      Duration theirs = discord.cpu();
      Flowed flowed = discord.flow(0, members, new Crowd.Flow(members, unbounded, time));
      JsonNode report = Acts.outcome(discord, flowed.span());
      Map<String, Double> figures = new TreeMap<>();
      figures.put("per_second", flowed.shown() / (time.toMillis() / 1e3));
      figures.put("seen", (double) flowed.shown());
      figures.put("cpu_millis", perDm(product.child().cpu().minus(ours), flowed.span()));
      figures.put("sandbox_cpu_millis", perDm(discord.cpu().minus(theirs), flowed.span()));
      figures.put("seen_p50_millis", Acts.millis(report, "seen", "p50"));
      figures.put("seen_p99_millis", Acts.millis(report, "seen", "p99"));
      figures.put("broken", Acts.broken(report));
      return figures;
    }
  }

  private static Scenario delay() {
    return new Scenario(
        "delay",
        "own delay at 200 DMs/s by 200 members: from the event leaving Discord to the call"
            + " arriving",
        "",
        List.of(
            Measure.atMost(10, "p50_millis", "ms", "p50"),
            Measure.of("p90_millis", "ms", "p90"),
            Measure.atMost(50, "p99_millis", "ms", "p99"),
            Measure.of("p999_millis", "ms", "p99.9"),
            Measure.of("most_millis", "ms", "the longest"),
            CPU,
            Measure.of("later_p50_millis", "ms", "p50 three minutes later, with Java warm"),
            Measure.of("later_p99_millis", "ms", "the same: p99"),
            Measure.of("later_cpu_millis", "ms", "the same: processor time for each DM"),
            BROKEN),
        FreeScenarios::delayed);
  }

  private static Map<String, Double> delayed(Stage stage, boolean quick) {
    int members = 200;
    int rate = 200;
    int warmUp = rate * (quick ? 10 : 30);
    int count = rate * (quick ? 10 : 60);
    int meanwhile = rate * (quick ? 10 : 180);
    try (Play play = stage.fresh("delay", Conditions.FREE, members);
        Product product = play.start()) {
      Discord discord = play.discord();
      Acts.openTickets(discord, members);
      discord.await(discord.pace(0, members, rate, warmUp), Acts.PATIENCE);
      Duration before = product.child().cpu();
      Span span = discord.pace(0, members, rate, count);
      JsonNode report = Acts.outcome(discord, span);
      Map<String, Double> figures = new TreeMap<>();
      figures.put("cpu_millis", perDm(product.child().cpu().minus(before), span));
      for (String percentile : List.of("p50", "p90", "p99", "p999", "most")) {
        figures.put(percentile + "_millis", Acts.millis(report, "delay", percentile));
      }
      discord.await(discord.pace(0, members, rate, meanwhile), Acts.PATIENCE);
      Duration warm = product.child().cpu();
      Span later = discord.pace(0, members, rate, count);
      JsonNode after = Acts.outcome(discord, later);
      figures.put("later_cpu_millis", perDm(product.child().cpu().minus(warm), later));
      figures.put("later_p50_millis", Acts.millis(after, "delay", "p50"));
      figures.put("later_p99_millis", Acts.millis(after, "delay", "p99"));
      figures.put("broken", Acts.broken(report) + Acts.broken(after));
      return figures;
    }
  }

  private static double perDm(Duration cpu, Span span) {
    return cpu.toNanos() / 1e6 / span.size();
  }
}
