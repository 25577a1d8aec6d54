package dev.switchboard.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.bench.Discord.Span;
import dev.switchboard.bench.Stage.Conditions;
import dev.switchboard.bench.Stage.Play;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Scenarios limited by Discord: each call takes 100 ms, and the rate limits apply. */
final class LimitedScenarios {
  private static final int NEWCOMERS = 150;
  private static final int FLOOD = 60;
  private static final String GLOBAL = "global 429";
  private static final String OTHER = "other 429";
  private static final String CATEGORY = "category";

  private static final Measure BROKEN =
      Measure.atMost(0, "broken", "", "lost, shown twice or out of order");
  private static final Measure GLOBAL_429 =
      Measure.atMost(0, "global_429", "", "refusals by the limit for all calls (429)");
  private static final Measure OTHER_429 =
      Measure.of("other_429", "", "refusals by the limit of a route (429)");

  private LimitedScenarios() {}

  static List<Scenario> all() {
    return List.of(
        rush(
            "newcomers",
            "150 new members at once",
            "modmailbot 161 s; Modmail 90 of 150",
            Conditions.DISCORD,
            4),
        // The guard asks Discord when each member above its limit joined.
        rush(
            "newcomers-at-defaults",
            "150 new members at once, none of them young, with the guard against raids",
            "none has such a guard",
            Conditions.DEFAULTS,
            5),
        single(),
        fairness(),
        calls());
  }

  private static Scenario rush(
      String name, String words, String peers, Conditions conditions, int callsAtMost) {
    return new Scenario(
        name,
        words,
        peers,
        List.of(
            Measure.atMost(20, "seconds", "s", "until staff see all"),
            Measure.atLeast(NEWCOMERS, "seen", "", "messages seen by staff, of 150"),
            GLOBAL_429,
            OTHER_429,
            Measure.atMost(callsAtMost, "calls_per_ticket", "", "calls for each ticket"),
            Measure.of("category_calls", "", "calls for overflow categories, not in the former"),
            BROKEN),
        (stage, _) -> {
          try (Play play = stage.fresh(name, conditions, NEWCOMERS);
              Product _ = play.start()) {
            Discord discord = play.discord();
            Acts.settle(discord);
            Span span = discord.rush(0, NEWCOMERS, 1);
            JsonNode report = Acts.outcome(discord, span);
            Map<String, Long> calls = Acts.settle(discord);
            Map<String, Double> figures = limits(report, calls);
            figures.put("seconds", Acts.seconds(report));
            figures.put("seen", NEWCOMERS - report.path("missing").asDouble());
            figures.put("category_calls", (double) calls.getOrDefault(CATEGORY, 0L));
            figures.put("calls_per_ticket", deeds(calls) / NEWCOMERS);
            return figures;
          }
        });
  }

  private static Scenario single() {
    return new Scenario(
        "one-member",
        "100 DMs by one member",
        "105 s",
        List.of(
            Measure.atMost(12, "seconds", "s", "until staff see all"),
            Measure.atMost(1, "calls_per_dm", "", "calls for each DM"),
            GLOBAL_429,
            OTHER_429,
            BROKEN),
        (stage, _) -> {
          try (Play play = stage.fresh("one-member", Conditions.DISCORD, 1);
              Product _ = play.start()) {
            Discord discord = play.discord();
            Acts.openTickets(discord, 1);
            Span span = discord.rush(0, 1, 100);
            JsonNode report = Acts.outcome(discord, span);
            Map<String, Long> calls = Acts.settle(discord);
            Map<String, Double> figures = limits(report, calls);
            figures.put("seconds", Acts.seconds(report));
            figures.put("calls_per_dm", deeds(calls) / span.size());
            return figures;
          }
        });
  }

  private static Scenario fairness() {
    return new Scenario(
        "fairness",
        "member A floods 60 DMs, then B writes one",
        "58.5 s / 0.1 s",
        List.of(
            Measure.atMost(1000, "wait_millis", "ms", "until staff see B's message"),
            Measure.of("wait_new_millis", "ms", "the same for C, who has no ticket yet"),
            BROKEN),
        (stage, _) -> {
          try (Play play = stage.fresh("fairness", Conditions.DISCORD, 3);
              Product _ = play.start()) {
            Discord discord = play.discord();
            Acts.openTickets(discord, 2);
            Span flood = discord.rush(0, 1, FLOOD);
            Span one = discord.rush(1, 2, 1);
            Span first = discord.rush(2, 3, 1);
            Map<String, Double> figures = new TreeMap<>();
            figures.put("wait_millis", Acts.seconds(Acts.outcome(discord, one)) * 1000);
            figures.put("wait_new_millis", Acts.seconds(Acts.outcome(discord, first)) * 1000);
            figures.put("broken", Acts.broken(Acts.outcome(discord, flood)));
            return figures;
          }
        });
  }

  private static Scenario calls() {
    int members = 20;
    int each = 5;
    return new Scenario(
        "calls",
        "REST calls in steady state: 20 members in turn, then 5 DMs of each",
        "11 and 2; 8 and 3",
        List.of(
            Measure.atMost(4, "per_ticket", "", "calls for each new ticket"),
            Measure.atMost(1, "per_dm", "", "calls for each DM in an open ticket"),
            BROKEN),
        (stage, _) -> {
          try (Play play = stage.fresh("calls", Conditions.DISCORD, members + 1);
              Product _ = play.start()) {
            Discord discord = play.discord();
            // The first ticket loads what is cached from then on.
            Acts.openTickets(discord, 1);
            discord.await(discord.pace(1, members + 1, 5, members), Acts.PATIENCE);
            double opening = Acts.sum(Acts.settle(discord));
            Span span = discord.pace(1, members + 1, 10, members * each);
            JsonNode report = Acts.outcome(discord, span);
            double relaying = Acts.sum(Acts.settle(discord));
            return Map.of(
                "per_ticket", opening / members,
                "per_dm", relaying / span.size(),
                "broken", Acts.broken(report));
          }
        });
  }

  /** The calls that were let through, without those for categories. */
  private static double deeds(Map<String, Long> calls) {
    Map<String, Long> deeds = new TreeMap<>(calls);
    deeds.keySet().removeAll(List.of(GLOBAL, OTHER, CATEGORY));
    return Acts.sum(deeds);
  }

  private static Map<String, Double> limits(JsonNode report, Map<String, Long> calls) {
    Map<String, Double> figures = new TreeMap<>();
    figures.put("global_429", (double) calls.getOrDefault(GLOBAL, 0L));
    figures.put("other_429", (double) calls.getOrDefault(OTHER, 0L));
    figures.put("broken", Acts.broken(report));
    return figures;
  }
}
