package dev.switchboard.node;

import com.typesafe.config.Config;
import dev.switchboard.access.AccessRefused;
import dev.switchboard.access.RootToken;
import dev.switchboard.config.ConfigProblem;
import dev.switchboard.config.ConfigurationRefused;
import dev.switchboard.config.Settings;
import dev.switchboard.node.cluster.ClusterNode;
import dev.switchboard.storage.DatabaseSettings;
import dev.switchboard.storage.JournalConfig;
import dev.switchboard.storage.postgres.EmbeddedPostgres;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Console;

/** The running product. Thread-safe. */
public final class Switchboard implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Switchboard.class);

  /**
   * The time for open work to finish. A container has 20 s. The server takes half of it, and leaves
   * 2 s of that to the embedded database.
   */
  private static final Duration LONGEST_STOP = Duration.ofSeconds(8);

  private final ActorSystem<Guardian.Message> system;
  private final Optional<EmbeddedPostgres> embedded;
  private final CompletableFuture<Void> ended;

  private Switchboard(
      ActorSystem<Guardian.Message> system,
      Optional<EmbeddedPostgres> embedded,
      CompletableFuture<Void> ended) {
    this.system = system;
    this.embedded = embedded;
    this.ended = ended;
  }

  /**
   * Starts the product. A start that fails because something is unreachable is tried again in the
   * background. A problem found later ends the product, and {@link #ended} tells why.
   *
   * @throws ConfigurationRefused if the configuration cannot be right
   * @throws dev.switchboard.storage.StorageException if there is no usable storage
   */
  public static Switchboard start(Settings settings) {
    keepScalaOffStandardOutput();
    RootToken rootToken = rootToken(settings);
    Optional<EmbeddedPostgres> embedded =
        settings.database().isPresent()
            ? Optional.empty()
            : Optional.of(EmbeddedPostgres.start(settings.data().database()));
    DatabaseSettings database =
        settings.database().or(() -> embedded.map(EmbeddedPostgres::settings)).orElseThrow();
    Config config =
        ClusterNode.config(settings.cluster(), settings.data().clusterKey())
            .withFallback(JournalConfig.of(database))
            .withFallback(Kinds.configuration());
    CompletableFuture<Void> ended = new CompletableFuture<>();
    ActorSystem<Guardian.Message> system =
        ActorSystem.create(
            Guardian.create(settings, database, rootToken, ended::completeExceptionally),
            "switchboard",
            config.resolve());
    embedded.ifPresent(server -> server.stoppedByOwnerWithin(LONGEST_STOP.plusSeconds(1)));
    system.getWhenTerminated().thenRun(() -> terminated(system, ended));
    return new Switchboard(system, embedded, ended);
  }

  private static RootToken rootToken(Settings settings) {
    try {
      return settings.admin().rootToken();
    } catch (AccessRefused refused) {
      throw new ConfigurationRefused(
          List.of(
              ConfigProblem.about(
                  "switchboard.admin.root-token",
                  String.valueOf(refused.getMessage()),
                  "a data folder in which a private file can be kept, or a token of your own")));
    }
  }

  private static void terminated(ActorSystem<?> system, CompletableFuture<Void> ended) {
    boolean downed =
        CoordinatedShutdown.get(system)
            .getShutdownReason()
            .filter(CoordinatedShutdown.clusterDowningReason()::equals)
            .isPresent();
    if (downed) {
      ended.completeExceptionally(
          new CommandFailed(
              "the other nodes could not reach this one and went on without it; it can be started"
                  + " again"));
    } else {
      ended.complete(null);
    }
  }

  /**
   * Keeps standard output for the log. Pekko Projection 1.0.0 prints a debugging line for each
   * projection that stops, through Scala's console, which keeps the standard output of its first
   * use.
   */
  private static void keepScalaOffStandardOutput() {
    PrintStream standardOutput = System.out;
    System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    try {
      var _ = Console.out();
    } finally {
      System.setOut(standardOutput);
    }
  }

  /**
   * Completes when the product has ended. Fails when it cannot go on and has to be closed: with
   * {@link ConfigurationRefused} if a person has to correct something, and with {@link
   * CommandFailed} if a later start may succeed.
   */
  public CompletionStage<Void> ended() {
    return ended.minimalCompletionStage();
  }

  /**
   * Accepts nothing new, finishes open work and ends. The embedded database stops last, when
   * nothing writes any more. A second call does nothing.
   */
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
    embedded.ifPresent(EmbeddedPostgres::close);
    ended.complete(null);
  }
}
