package dev.switchboard.bench;

import dev.switchboard.bench.Stage.Conditions;
import dev.switchboard.bench.Stage.Play;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What administrators ask for, as fast as it is answered. */
final class AdminScenarios {
  /** As many as a busy panel and a few watching programs have. */
  private static final int CONNECTIONS = 16;

  private AdminScenarios() {}

  static List<Scenario> all() {
    return List.of(status());
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
            AdminLoad.Count count = load.run(CONNECTIONS, time);
            Duration cpu = product.child().cpu().minus(before);
            return Map.of(
                "per_second", count.answered() / (time.toMillis() / 1e3),
                "cpu_micros", cpu.toNanos() / 1e3 / Math.max(1, count.answered()),
                "refused", (double) count.refused());
          }
        });
  }

  private static String token(Path play) {
    try {
      return Files.readString(play.resolve("product").resolve("admin_token")).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
