package dev.switchboard.http;

import static org.apache.pekko.http.javadsl.server.Directives.concat;
import static org.apache.pekko.http.javadsl.server.Directives.onSuccess;
import static org.apache.pekko.http.javadsl.server.Directives.path;
import static org.apache.pekko.http.javadsl.server.Directives.pathEnd;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.StatusCode;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.server.Route;

/**
 * {@code /api/health} for people, {@code /live} for what restarts containers, {@code /ready} for
 * what balances load.
 */
final class HealthRoutes {
  /**
   * Discord's gateway asks clients to reconnect now and then; that alone is no illness. A start
   * that has not reached Discord yet is one, from its first moment.
   */
  private static final Duration DISCONNECTED_TOLERATED = Duration.ofMinutes(1);

  private final Health health;
  private final DatabaseLook database;
  private final Clock clock;

  HealthRoutes(Health health, Clock clock) {
    this.health = health;
    this.database = new DatabaseLook(health, System::nanoTime);
    this.clock = clock;
  }

  /** Below {@code /api/health}. */
  Route route() {
    return concat(
        // api/health
        pathEnd(() -> Answers.look(() -> withDatabase(this::report))),
        // api/health/live
        path(
            "live",
            () -> Answers.look(() -> Answers.json(StatusCodes.OK, Map.of("status", "alive")))),
        // api/health/ready
        path("ready", () -> Answers.look(() -> withDatabase(this::readiness))));
  }

  private Route withDatabase(Function<Boolean, Route> answer) {
    return onSuccess(database.answers(), answer);
  }

  private Route report(boolean database) {
    Health.Bot bot = health.bot();
    List<String> unreadable = health.unreadable();
    boolean healthy = database && present(bot) && bot.alarms().isEmpty() && unreadable.isEmpty();
    Map<String, Object> latency = new LinkedHashMap<>();
    latency.put("running", bot.running());
    latency.put("connected", bot.connected());
    latency.put(
        "latency_ms", bot.latencyMillis().isPresent() ? bot.latencyMillis().getAsLong() : null);
    latency.put("alarms", bot.alarms());
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("status", healthy ? "healthy" : "unhealthy");
    body.put("database", database ? "connected" : "disconnected");
    body.put("bot", latency);
    body.put("unreadable", unreadable);
    return Answers.json(status(healthy), body);
  }

  private Route readiness(boolean database) {
    boolean ready = database && present(health.bot());
    return Answers.json(status(ready), Map.of("status", ready ? "ready" : "not ready"));
  }

  private boolean present(Health.Bot bot) {
    return bot.connected()
        || bot.since()
            .filter(lost -> !lost.plus(DISCONNECTED_TOLERATED).isBefore(clock.instant()))
            .isPresent();
  }

  private static StatusCode status(boolean well) {
    return well ? StatusCodes.OK : StatusCodes.SERVICE_UNAVAILABLE;
  }
}
