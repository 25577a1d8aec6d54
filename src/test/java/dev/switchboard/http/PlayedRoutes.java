package dev.switchboard.http;

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
    return of(endpoint, origins, peers, requestBodies, new NoFiles());
  }

  /** With files, and without an admin RPC. */
  static Route with(FileStore files) {
    PeerAddress peers = new PeerAddress(AddressRanges.NONE, new UntoldProxies());
    return of(PlayedAdmin.closed(), List.of(), peers, new RequestBodies(peers), files);
  }

  private static Route of(
      AdminEndpoint endpoint,
      List<String> origins,
      PeerAddress peers,
      RequestBodies requestBodies,
      FileStore files) {
    return Routes.of(
        Routes.Audience.ALL,
        new NoHealth(),
        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
        files,
        new ProductRoutes(
            requestBodies,
            new AdminRoute(endpoint, requestBodies, origins),
            new AdminPaths("/api/admin", System::nanoTime),
            new NewAccountRoute(Optional::empty, 60, peers),
            new ShareRoutes(false, Optional::empty, peers)),
        Clock.systemUTC());
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
