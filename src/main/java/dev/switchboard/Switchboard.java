package dev.switchboard;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.switchboard.storage.DatabaseSettings;
import dev.switchboard.storage.EmbeddedPostgres;
import dev.switchboard.storage.JournalConfig;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The product while it runs. Thread-safe. */
public final class Switchboard implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Switchboard.class);

  /** A container is given 20 s; we take half of it. */
  private static final Duration LONGEST_STOP = Duration.ofSeconds(10);

  private final ActorSystem<Guardian.Message> system;
  private final CompletableFuture<Void> ended;

  private Switchboard(ActorSystem<Guardian.Message> system, CompletableFuture<Void> ended) {
    this.system = system;
    this.ended = ended;
  }

  /**
   * Starts the product. What is only out of reach is tried again behind the scenes; what is found
   * wrong later ends it, and {@link #ended} says why.
   *
   * @throws ConfigurationRefused if what it is told cannot be right
   * @throws dev.switchboard.storage.StorageException if there is no place to store anything
   */
  public static Switchboard start(Settings settings) {
    Optional<EmbeddedPostgres> embedded =
        settings.database().isPresent()
            ? Optional.empty()
            : Optional.of(EmbeddedPostgres.start(settings.data().database()));
    DatabaseSettings database =
        settings.database().or(() -> embedded.map(EmbeddedPostgres::settings)).orElseThrow();
    Config config = JournalConfig.of(database).withFallback(ConfigFactory.load("pekko.conf"));
    CompletableFuture<Void> ended = new CompletableFuture<>();
    ActorSystem<Guardian.Message> system =
        ActorSystem.create(
            Guardian.create(settings, database, ended::completeExceptionally),
            "switchboard",
            config.resolve());
    embedded.ifPresent(server -> stopLast(system, server));
    system.getWhenTerminated().thenRun(() -> ended.complete(null));
    return new Switchboard(system, ended);
  }

  /** Everything that still writes is stopped by then. */
  private static void stopLast(ActorSystem<?> system, EmbeddedPostgres server) {
    server.stoppedByOwnerWithin(LONGEST_STOP);
    CoordinatedShutdown.get(system)
        .addTask(
            CoordinatedShutdown.PhaseActorSystemTerminate(),
            "embedded-postgresql",
            () ->
                CompletableFuture.supplyAsync(() -> {
                  server.close();
                  return Done.getInstance();
                }));
  }

  /**
   * Completes when it has ended; and exceptionally when it can do nothing more and has to be
   * closed: with {@link ConfigurationRefused} for what a person has to correct.
   */
  public CompletionStage<Void> ended() {
    return ended.minimalCompletionStage();
  }

  /** Takes nothing new in, finishes what is under way, and ends. A second call does nothing. */
  @Override
  public void close() {
    try {
      CoordinatedShutdown.get(system)
          .runAll(CoordinatedShutdown.unknownReason())
          .toCompletableFuture()
          .get(LONGEST_STOP.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      LOG.warn(
          "Not all was finished in {} s; it goes on after the next start.",
          LONGEST_STOP.toSeconds());
    } catch (ExecutionException failed) {
      LOG.warn("Not all was finished; it goes on after the next start: {}", failed.toString());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    ended.complete(null);
  }
}
