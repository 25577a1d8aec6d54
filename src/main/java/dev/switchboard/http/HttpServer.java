package dev.switchboard.http;

import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.http.javadsl.settings.ServerSettings;

/**
 * The HTTP server. Stops with the actor system: it takes no new connections from the first phase of
 * the shutdown on, and answers what it was asked for 3 seconds.
 */
public final class HttpServer {
  private static final Duration LAST_ANSWERS = Duration.ofSeconds(3);

  private final ServerBinding binding;

  private HttpServer(ServerBinding binding) {
    this.binding = binding;
  }

  /**
   * Listens. Completes with the server, or exceptionally with {@link HttpRefused} where the port is
   * taken or is not ours to take.
   */
  public static CompletionStage<HttpServer> start(
      ActorSystem<?> system, HttpSettings settings, Route routes) {
    ServerSettings usual = ServerSettings.create(system.settings().config());
    // Who serves is nobody's business, and strangers' nonsense is not the operator's.
    ServerSettings quiet =
        usual
            .withServerHeader(Optional.empty())
            .withParserSettings(usual.getParserSettings().withIllegalHeaderWarnings(false));
    return Http.get(system)
        .newServerAt(settings.host(), settings.port())
        .withSettings(quiet)
        .bind(routes)
        .handle((binding, failure) -> {
          if (binding == null) {
            throw refused(settings, failure);
          }
          binding.addToCoordinatedShutdown(LAST_ANSWERS, system);
          return new HttpServer(binding);
        });
  }

  /** Takes no new connections; those that are there stay. */
  public CompletionStage<Done> stopListening() {
    return binding.unbind();
  }

  /** Ends; what was asked for is answered first, for 3 seconds. */
  public CompletionStage<Done> finish() {
    return binding.terminate(LAST_ANSWERS).thenApply(_ -> Done.getInstance());
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return binding.localAddress();
  }

  private static HttpRefused refused(HttpSettings settings, Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null && !(root instanceof BindException)) {
      root = root.getCause();
    }
    String why =
        switch (root) {
          case BindException bind when String.valueOf(bind.getMessage()).contains("in use") ->
              "another program listens there already";
          case UnresolvedAddressException _ -> "there is no such host";
          default -> String.valueOf(root.getMessage());
        };
    return new HttpRefused(
        "%s:%d, at which this cannot listen: %s".formatted(settings.host(), settings.port(), why),
        failure);
  }
}
