package dev.switchboard.http;

import static org.apache.pekko.http.javadsl.server.Directives.concat;
import static org.apache.pekko.http.javadsl.server.Directives.extractRequest;
import static org.apache.pekko.http.javadsl.server.Directives.path;
import static org.apache.pekko.http.javadsl.server.Directives.pathPrefix;
import static org.apache.pekko.http.javadsl.server.Directives.reject;

import dev.switchboard.storage.FileStore;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.server.Route;

/** All that is served over HTTP. */
public final class Routes {
  private Routes() {}

  /** Who is served at a place. */
  public enum Audience {
    /** Everybody with everything. */
    ALL,
    /** Members, staff and strangers: neither the admin RPC nor metrics. */
    PUBLIC,
    /** Operators: the admin RPC, metrics and health. */
    OPERATORS
  }

  /**
   * The doors, health, metrics and files; a 404 with a body in JSON for any other path.
   *
   * @param registry what {@code /metrics} shows
   */
  public static Route of(
      Audience audience,
      Health health,
      PrometheusMeterRegistry registry,
      FileStore files,
      ProductRoutes productRoutes,
      Clock clock) {
    HealthRoutes healthRoutes = new HealthRoutes(health, clock);
    MetricsRoutes metricsRoutes = new MetricsRoutes(registry);
    FileRoutes fileRoutes = new FileRoutes(files);
    Supplier<Route> nothing = () -> reject();
    Supplier<Route> operators = () -> path("metrics", metricsRoutes::route);
    Supplier<Route> people =
        () ->
            concat(
                path("new", productRoutes.newAccount()::route),
                pathPrefix("files", fileRoutes::route),
                productRoutes.shares().route());
    return concat(
            extractRequest(request ->
                audience != Audience.PUBLIC && productRoutes.paths().lead(request.getUri().path())
                    ? productRoutes.admin().route()
                    : reject()),
            // Whatever is added here has its bodies bounded without asking for it.
            productRoutes
                .bodies()
                .small(() ->
                    concat(
                        pathPrefix("api", () -> pathPrefix("health", healthRoutes::route)),
                        (audience == Audience.PUBLIC ? nothing : operators).get(),
                        (audience == Audience.OPERATORS ? nothing : people).get())))
        .seal(Answers.rejections(), Answers.exceptions());
  }
}
