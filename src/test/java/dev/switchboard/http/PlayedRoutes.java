package dev.switchboard.http;

import static org.apache.pekko.http.javadsl.server.Directives.reject;

import dev.switchboard.http.admin.AdminEndpoint;
import dev.switchboard.http.admin.AdminPaths;
import dev.switchboard.http.admin.AdminRoute;
import dev.switchboard.http.health.Health;
import dev.switchboard.http.health.HealthChecks;
import dev.switchboard.http.health.HealthRoutes;
import dev.switchboard.http.health.MetricsRoutes;
import dev.switchboard.http.page.FileRoutes;
import dev.switchboard.http.page.NewAccountRoute;
import dev.switchboard.http.page.ShareRoutes;
import dev.switchboard.storage.DiskRoom;
import dev.switchboard.storage.FileStore;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.server.Route;

/** Routes that lead to an admin RPC, to health and to nothing else. */
final class PlayedRoutes {
  private PlayedRoutes() {}

  static Route of(
      AdminEndpoint endpoint,
      List<String> origins,
      PeerAddress peers,
      RequestBodies requestBodies) {
    return of(
        endpoint,
        origins,
        peers,
        requestBodies,
        new NoFiles(),
        new NoHealth(),
        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
  }

  /** With files, and without an admin RPC. */
  static Route with(FileStore files) {
    return with(files, new NoHealth(), new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
  }

  /** With files, health and metrics, and without an admin RPC. */
  static Route with(FileStore files, Health health, PrometheusMeterRegistry registry) {
    PeerAddress peers = new PeerAddress(AddressRanges.NONE, new UntoldProxies());
    return of(
        PlayedAdmin.closed(), List.of(), peers, new RequestBodies(peers), files, health, registry);
  }

  private static Route of(
      AdminEndpoint endpoint,
      List<String> origins,
      PeerAddress peers,
      RequestBodies requestBodies,
      FileStore files,
      Health health,
      PrometheusMeterRegistry registry) {
    AdminRoute admin =
        new AdminRoute(
            endpoint, new AdminPaths("/api/admin", System::nanoTime), requestBodies, origins);
    return Routes.of(
        Routes.Audience.ALL,
        new ProductRoutes(
            requestBodies,
            admin::route,
            () -> reject(),
            new HealthRoutes(new HealthChecks(health, Clock.systemUTC()))::route,
            new MetricsRoutes(registry)::route,
            List.of(
                new NewAccountRoute(Optional::empty, 60, peers)::route,
                new FileRoutes(files)::route,
                new ShareRoutes(false, Optional::empty, peers)::route)));
  }

  private static final class NoHealth implements Health {
    @Override
    public CompletionStage<Boolean> database() {
      return CompletableFuture.completedStage(false);
    }

    @Override
    public Bot bot() {
      return new Bot(false, false, OptionalLong.empty(), Optional.empty());
    }

    @Override
    public List<String> unreadable() {
      return List.of();
    }
  }

  private static final class NoFiles implements FileStore {
    @Override
    public CompletionStage<Optional<DiskRoom.Promise>> room(long bytes) {
      return CompletableFuture.completedStage(Optional.empty());
    }

    @Override
    public CompletionStage<Keeping> keep(InputStream content, long limit) {
      return CompletableFuture.completedStage(new Keeping.TooLarge(0));
    }

    @Override
    public CompletionStage<OptionalLong> size(String key) {
      return CompletableFuture.completedStage(OptionalLong.empty());
    }

    @Override
    public CompletionStage<Opening> open(String key) {
      return CompletableFuture.completedStage(new Opening.Absent());
    }

    @Override
    public CompletionStage<Boolean> deleteUntouched(String key, Duration rest) {
      return CompletableFuture.completedStage(true);
    }

    @Override
    public CompletionStage<Boolean> delete(String key) {
      return CompletableFuture.completedStage(false);
    }

    @Override
    public CompletionStage<Long> totalSize() {
      return CompletableFuture.completedStage(0L);
    }
  }
}
