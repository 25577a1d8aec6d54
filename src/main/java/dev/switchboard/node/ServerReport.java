package dev.switchboard.node;

import dev.switchboard.account.Accounts;
import dev.switchboard.config.DataDirectory;
import dev.switchboard.discord.DiscordSide;
import dev.switchboard.discord.gateway.GatewayStatus;
import dev.switchboard.rpc.resource.ServerStatus;
import dev.switchboard.rpc.resource.StorageStatus;
import dev.switchboard.storage.Database;
import dev.switchboard.ticket.model.Priority;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** The status and the storage of the server, for administrators. Thread-safe. */
final class ServerReport {
  private static final Duration STATUS_LASTS = Duration.ofSeconds(1);

  /** Longer, since each report reads the whole data folder. */
  private static final Duration STORAGE_LASTS = Duration.ofSeconds(30);

  private final Database database;
  private final DiscordSide discord;
  private final Path folder;
  private final Accounts accounts;
  private final Instant started;
  private final String version = Version.number();

  ServerReport(
      Database database, DiscordSide discord, DataDirectory data, Accounts accounts, Clock clock) {
    this.database = database;
    this.discord = discord;
    this.folder = data.root();
    this.accounts = accounts;
    this.started = ProcessHandle.current().info().startInstant().orElseGet(clock::instant);
  }

  /** The status, at most a second old. */
  Supplier<CompletionStage<ServerStatus>> status() {
    return new Memoized<>(
        STATUS_LASTS,
        () -> database.query(Backlog::read).thenCombine(accounts.count(), this::status));
  }

  /** The storage, at most half a minute old. */
  Supplier<CompletionStage<StorageStatus>> storage() {
    return new Memoized<>(
        STORAGE_LASTS,
        () ->
            database.query(handle ->
                new StorageStatus(
                    disk(),
                    folder.toString(),
                    size(folder),
                    handle
                        .createQuery("select pg_database_size(current_database())")
                        .mapTo(Long.class)
                        .one())));
  }

  private ServerStatus status(Backlog backlog, long registered) {
    GatewayStatus gateway = discord.clusterStatus();
    return new ServerStatus(
        registered,
        started,
        version,
        new ServerStatus.Tickets(
            backlog.tickets().open(),
            backlog.tickets().unfinished(),
            byPriority(backlog.tickets().byPriority())),
        new ServerStatus.Gateway(
            gateway.connected(),
            gateway.phase().name().toLowerCase(Locale.ROOT),
            gateway.since(),
            gateway.latency().isZero()
                ? OptionalLong.empty()
                : OptionalLong.of(gateway.latency().toMillis())),
        new ServerStatus.Queue(
            backlog.inbox().pending(),
            discord.clusterWaiting(),
            backlog.tickets().oldest(),
            backlog.inbox().deadLetters()));
  }

  private static SequencedMap<String, Long> byPriority(Map<Priority, Long> counts) {
    SequencedMap<String, Long> named = new LinkedHashMap<>();
    for (Priority priority : Priority.values()) {
      named.put(priority.word(), counts.getOrDefault(priority, 0L));
    }
    return named;
  }

  private StorageStatus.Disk disk() {
    try {
      FileStore disk = Files.getFileStore(folder);
      return new StorageStatus.Disk(disk.getTotalSpace(), disk.getUsableSpace());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Files that vanish during the count are left out. */
  private static long size(Path folder) {
    long[] sum = {0};
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              sum[0] += attributes.size();
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException gone) {
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException gone) {
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return sum[0];
  }
}
