package dev.switchboard.node;

import dev.switchboard.discord.DiscordSide;
import dev.switchboard.discord.gateway.GatewayStatus;
import dev.switchboard.http.health.Health;
import dev.switchboard.service.Toggle;
import dev.switchboard.storage.DiskRoom;
import dev.switchboard.storage.FileStore;
import dev.switchboard.storage.Recoveries;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** The health of the product for HTTP, also while the product starts. Thread-safe. */
final class ProductHealth implements Health {
  private volatile Optional<Guardian.Ground> ground = Optional.empty();
  private volatile Optional<DiscordSide> discord = Optional.empty();
  private volatile Optional<Recoveries> recoveries = Optional.empty();

  void opened(Guardian.Ground opened) {
    ground = Optional.of(opened);
  }

  void recoveries(Recoveries entities) {
    recoveries = Optional.of(entities);
  }

  void discord(DiscordSide side) {
    discord = Optional.of(side);
  }

  @Override
  public CompletionStage<Boolean> database() {
    return ground
        .map(open ->
            open.database()
                .query(handle -> handle.createQuery("select true").mapTo(Boolean.class).one())
                .toCompletableFuture()
                .completeOnTimeout(false, 2, TimeUnit.SECONDS)
                .exceptionally(_ -> false))
        .orElseGet(() -> CompletableFuture.completedFuture(false));
  }

  @Override
  public Bot bot() {
    return discord
        .map(side -> {
          GatewayStatus status = side.clusterStatus();
          OptionalLong latency =
              status.latency().isZero()
                  ? OptionalLong.empty()
                  : OptionalLong.of(status.latency().toMillis());
          Toggle.Position wanted =
              ground
                  .map(open -> open.live().bot())
                  .orElseGet(
                      () -> new Toggle.Position(true, Optional.empty(), Optional.empty(), 0));
          return new Bot(
              side.onDuty(),
              status.connected(),
              latency,
              since(status, wanted),
              !wanted.on(),
              side.alarms());
        })
        .orElseGet(() -> new Bot(false, false, OptionalLong.empty(), Optional.empty()));
  }

  /** The patience with a bot that is not connected begins anew when somebody starts it. */
  private static Optional<Instant> since(GatewayStatus status, Toggle.Position wanted) {
    return status
        .since()
        .map(changed ->
            wanted
                .since()
                .filter(at -> !status.connected() && wanted.on() && at.isAfter(changed))
                .orElse(changed));
  }

  @Override
  public List<String> unreadable() {
    return recoveries.stream()
        .flatMap(known -> known.unreadable().entrySet().stream())
        .map(kind ->
            "%s: %d cannot be read by this version and wait untouched; the log names them"
                .formatted(kind.getKey(), kind.getValue()))
        .toList();
  }

  /** The file store; empty until the database is open. */
  FileStore files() {
    return new Files();
  }

  private final class Files implements FileStore {
    private FileStore store() {
      return ground
          .map(Guardian.Ground::files)
          .orElseThrow(() -> new IllegalStateException("the file store is not open yet"));
    }

    @Override
    public CompletionStage<Optional<DiskRoom.Promise>> room(long bytes) {
      return store().room(bytes);
    }

    @Override
    public CompletionStage<Keeping> keep(InputStream content, long limit) {
      return store().keep(content, limit);
    }

    @Override
    public CompletionStage<OptionalLong> size(String key) {
      return store().size(key);
    }

    @Override
    public CompletionStage<Opening> open(String key) {
      return ground.isEmpty()
          ? CompletableFuture.completedStage(new Opening.Absent())
          : store().open(key);
    }

    @Override
    public CompletionStage<Boolean> deleteUntouched(String key, Duration rest) {
      return store().deleteUntouched(key, rest);
    }

    @Override
    public CompletionStage<Boolean> delete(String key) {
      return store().delete(key);
    }

    @Override
    public CompletionStage<Long> totalSize() {
      return store().totalSize();
    }
  }
}
