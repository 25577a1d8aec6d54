package dev.switchboard.http;

import static org.apache.pekko.http.javadsl.server.Directives.concat;
import static org.apache.pekko.http.javadsl.server.Directives.extractRequest;
import static org.apache.pekko.http.javadsl.server.Directives.path;
import static org.apache.pekko.http.javadsl.server.Directives.pathPrefix;
import static org.apache.pekko.http.javadsl.server.Directives.reject;

import dev.switchboard.storage.FileStore;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import org.apache.pekko.http.javadsl.server.Route;

/** All that is served over HTTP. */
public final class Routes {
  private Routes() {}

  /**
   * The doors, health, metrics and files; a 404 with a body in JSON for any other path.
   *
   * @param registry what {@code /metrics} shows
   */
  public static Route of(
      Health health, PrometheusMeterRegistry registry, FileStore files, Doors doors, Clock clock) {
    HealthRoutes healthRoutes = new HealthRoutes(health, clock);
    MetricsRoutes metricsRoutes = new MetricsRoutes(registry);
    FileRoutes fileRoutes = new FileRoutes(files);
    return concat(
            extractRequest(request ->
                doors.paths().lead(request.getUri().path()) ? doors.admin().route() : reject()),
            // Whatever is added here has its bodies bounded without asking for it.
            doors
                .bodies()
                .small(() ->
                    concat(
                        pathPrefix("api", () -> pathPrefix("health", healthRoutes::route)),
                        path("new", doors.newAccount()::route),
                        path("metrics", metricsRoutes::route),
                        pathPrefix("files", fileRoutes::route),
                        doors.shares().route())))
        .seal(Answers.rejections(), Answers.exceptions());
  }
}
