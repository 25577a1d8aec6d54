package dev.switchboard.http.setup;

import com.typesafe.config.ConfigFactory;
import dev.switchboard.http.AddressRanges;
import dev.switchboard.http.HttpRefused;
import dev.switchboard.http.HttpServer;
import dev.switchboard.http.HttpSettings;
import dev.switchboard.http.PeerAddress;
import dev.switchboard.http.RequestBodies;
import dev.switchboard.http.Routes;
import dev.switchboard.http.UntoldProxies;
import dev.switchboard.timing.Awaited;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** The setup page's own server, which ends before the product's starts. */
public final class SetupServer implements AutoCloseable {
  private static final Duration LONGEST_START = Duration.ofSeconds(30);
  private static final Duration LONGEST_STOP = Duration.ofSeconds(5);

  private final ActorSystem<Void> system;
  private final HttpServer server;
  private final SetupRoute route;

  private SetupServer(ActorSystem<Void> system, HttpServer server, SetupRoute route) {
    this.system = system;
    this.server = server;
    this.route = route;
  }

  /**
   * Serves the page.
   *
   * @param at the address to listen at; port 0 for any free one
   * @throws HttpRefused if it cannot listen there
   */
  public static SetupServer start(
      HttpSettings.Address at, SetupLink link, HostNames hosts, SetupWork work) {
    // No cluster and no journal: these are the product's, which starts afterwards.
    ActorSystem<Void> system =
        ActorSystem.create(
            Behaviors.empty(),
            "setup",
            ConfigFactory.parseString(
                    """
                    pekko.loglevel = WARNING
                    # Discord may take its time; an idle connection ends after 60 s.
                    pekko.http.server.request-timeout = 55s
                    pekko.coordinated-shutdown.run-by-jvm-shutdown-hook = off
                    """)
                .withFallback(ConfigFactory.defaultReference())
                .resolve());
    PeerAddress peers = new PeerAddress(AddressRanges.NONE, new UntoldProxies());
    SetupRoute route = new SetupRoute(work, link, hosts, peers);
    HttpSettings settings =
        new HttpSettings(at.host(), at.port(), Optional.empty(), HttpSettings.Trust.NONE);
    try {
      HttpServer server =
          Awaited.value(
              HttpServer.start(
                  system, settings, Routes.alone(new RequestBodies(peers), route::route)),
              LONGEST_START);
      return new SetupServer(system, server, route);
    } catch (CompletionException failed) {
      system.terminate();
      throw failed.getCause() instanceof HttpRefused refused ? refused : failed;
    }
  }

  public int port() {
    return server.address().getPort();
  }

  /** Completes when the configuration is written. */
  public CompletionStage<Void> written() {
    return route.written();
  }

  /** Answers what is open, and stops listening for good. */
  @Override
  public void close() {
    ended(server.finish());
    system.terminate();
    ended(system.getWhenTerminated());
  }

  private static void ended(CompletionStage<Done> ending) {
    Awaited.value(
        ending
            .toCompletableFuture()
            .completeOnTimeout(Done.getInstance(), LONGEST_STOP.toMillis(), TimeUnit.MILLISECONDS),
        LONGEST_STOP.plusSeconds(1));
  }
}
