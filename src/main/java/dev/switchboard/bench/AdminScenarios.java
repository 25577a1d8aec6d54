package dev.switchboard.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.bench.Stage.Conditions;
import dev.switchboard.bench.Stage.Play;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The admin RPC: calls at the highest rate that it answers. */
final class AdminScenarios {
  /** The connections of a busy panel and a few monitoring programs. */
  private static final int CONNECTIONS = 16;

  private AdminScenarios() {}

  static List<Scenario> all() {
    return List.of(status(), filling());
  }

  private static Scenario status() {
    return new Scenario(
        "admin-status",
        "GET /admin/status with the root token over 16 connections, each call in the audit log",
        "",
        List.of(
            Measure.atLeast(3_000, "per_second", "/s", "calls answered with 200"),
            Measure.of("cpu_micros", "µs", "processor time for each call, without PostgreSQL"),
            Measure.atMost(0, "refused", "", "calls answered otherwise")),
        (stage, quick) -> {
          Duration time = Duration.ofSeconds(quick ? 5 : 30);
          Duration warmUp = Duration.ofSeconds(quick ? 5 : 15);
          try (Play play = stage.fresh("admin-status", Conditions.FREE, 1);
              Product product = play.start()) {
            AdminLoad load = new AdminLoad(product.port(), token(play.folder()));
            load.run(CONNECTIONS, warmUp);
            Duration before = product.child().cpu();
            HttpLoad.Count count = load.run(CONNECTIONS, time);
            Duration cpu = product.child().cpu().minus(before);
            return Map.of(
                "per_second", count.answered() / (time.toMillis() / 1e3),
                "cpu_micros", cpu.toNanos() / 1e3 / Math.max(1, count.answered()),
                "refused", (double) count.refused());
          }
        });
  }

  private static Scenario filling() {
    return new Scenario(
        "filling-sockets",
        "1,000 strangers send 1 MiB each to the admin RPC within 8 s, beside 100 DMs/s by 100"
            + " members",
        "",
        List.of(
            Measure.atMost(64, "mebibytes", "MiB", "more resident memory than before"),
            Measure.atMost(0, "unanswered", "", "connections without an answer"),
            Measure.atMost(20, "slowest_seconds", "s", "until the slowest was answered"),
            Measure.of("usual_p99_millis", "ms", "delay of the DMs before, p99"),
            Measure.of("p99_millis", "ms", "the same meanwhile"),
            Measure.atMost(2, "times", "", "the one by the other"),
            FreeScenarios.BROKEN),
        AdminScenarios::filled);
  }

  private static Map<String, Double> filled(Stage stage, boolean quick) {
    int members = 100;
    int rate = 100;
    int warmUp = rate * (quick ? 10 : 60);
    int count = rate * 20;
    try (Play play = stage.fresh("filling-sockets", Conditions.FREE, members);
        Product product = play.start();
        Strangers strangers = play.strangers(product.port())) {
      Discord discord = play.discord();
      Acts.openTickets(discord, members);
      discord.await(discord.pace(0, members, rate, warmUp), Acts.PATIENCE);
      JsonNode usual = Acts.outcome(discord, discord.pace(0, members, rate, count));
      long before = product.child().mostResident();
      strangers.come(1_000, Duration.ofSeconds(8));
      JsonNode meanwhile = Acts.outcome(discord, discord.pace(0, members, rate, count));
      FillingSockets.Outcome outcome = strangers.outcome();
      double p99 = Acts.millis(usual, "delay", "p99");
      double later = Acts.millis(meanwhile, "delay", "p99");
      return Map.of(
          "mebibytes",
          (product.child().mostResident() - before) / 1048576.0,
          "unanswered",
          (double) outcome.unanswered(),
          "slowest_seconds",
          outcome.slowestMillis() / 1e3,
          "usual_p99_millis",
          p99,
          "p99_millis",
          later,
          "times",
          later / p99,
          "broken",
          Acts.broken(usual) + Acts.broken(meanwhile));
    }
  }

  private static String token(Path play) {
    try {
      return Files.readString(play.resolve("product").resolve("admin_token")).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
