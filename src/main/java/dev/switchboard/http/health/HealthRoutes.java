package dev.switchboard.http.health;

import static org.apache.pekko.http.javadsl.server.Directives.concat;
import static org.apache.pekko.http.javadsl.server.Directives.onSuccess;
import static org.apache.pekko.http.javadsl.server.Directives.path;
import static org.apache.pekko.http.javadsl.server.Directives.pathEnd;
import static org.apache.pekko.http.javadsl.server.Directives.pathPrefix;

import dev.switchboard.http.Answers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.StatusCode;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.server.PathMatchers;
import org.apache.pekko.http.javadsl.server.Route;

/**
 * {@code /api/health} for people, {@code /live} for programs that restart containers, {@code
 * /ready} for load balancers.
 */
public final class HealthRoutes {
  private final HealthChecks checks;

  public HealthRoutes(HealthChecks checks) {
    this.checks = checks;
  }

  public Route route() {
    return pathPrefix(
        PathMatchers.segment("api").slash("health"),
        () ->
            concat(
                // api/health
                pathEnd(() -> Answers.look(() -> looked(HealthRoutes::report))),
                // api/health/live
                path(
                    "live",
                    () ->
                        Answers.look(
                            () -> Answers.json(StatusCodes.OK, Map.of("status", "alive")))),
                // api/health/ready
                path("ready", () -> Answers.look(() -> looked(HealthRoutes::readiness)))));
  }

  private Route looked(Function<HealthChecks.Report, Route> answer) {
    return onSuccess(checks.look(), answer);
  }

  private static Route report(HealthChecks.Report report) {
    Health.Bot bot = report.bot();
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("running", bot.running());
    shown.put("connected", bot.connected());
    shown.put(
        "latency_ms", bot.latencyMillis().isPresent() ? bot.latencyMillis().getAsLong() : null);
    shown.put("alarms", bot.alarms());
    if (bot.stopped()) {
      shown.put("stopped", "by an administrator");
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("status", report.healthy() ? "healthy" : "unhealthy");
    body.put("database", report.database() ? "connected" : "disconnected");
    body.put("bot", shown);
    body.put("unreadable", report.unreadable());
    return Answers.json(status(report.healthy()), body);
  }

  private static Route readiness(HealthChecks.Report report) {
    return Answers.json(
        status(report.ready()), Map.of("status", report.ready() ? "ready" : "not ready"));
  }

  private static StatusCode status(boolean well) {
    return well ? StatusCodes.OK : StatusCodes.SERVICE_UNAVAILABLE;
  }
}
