package dev.switchboard.http;

import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.channels.UnresolvedAddressException;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.event.Logging;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.model.AttributeKeys;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.RemoteAddress;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.http.javadsl.settings.ServerSettings;
import org.apache.pekko.japi.function.Function;
import org.apache.pekko.stream.TLSProtocol.SendBytes;
import org.apache.pekko.stream.TLSProtocol.SessionBytes;
import org.apache.pekko.stream.TLSProtocol.SslTlsInbound;
import org.apache.pekko.stream.TLSProtocol.SslTlsOutbound;
import org.apache.pekko.stream.javadsl.BidiFlow;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.stream.javadsl.Tcp;
import org.apache.pekko.util.ByteString;

/**
 * The HTTP server. Its connections are limited in number, in bytes before a request, and in time.
 * It stops with the actor system: no new connections from the first phase of the shutdown on, and 2
 * seconds to answer open requests.
 */
public final class HttpServer {
  private static final Duration LAST_ANSWERS = Duration.ofSeconds(2);

  /** The time for the first request of a connection. */
  private static final Duration FIRST = Duration.ofSeconds(10);

  /**
   * The time without a byte in either direction. The panel's event streams send a comment every 15
   * s.
   */
  private static final Duration IDLE = Duration.ofSeconds(60);

  /** The logger of Pekko HTTP's warnings about requests, which strangers cause. */
  private static final String PROTOCOL = "dev.switchboard.http.protocol";

  /** Pekko HTTP requires a session with all bytes, and does not use it. */
  private static final SSLSession NO_SESSION = noSession();

  /** No TLS, which a proxy adds. Like Pekko's TLSPlacebo, in two stages instead of four. */
  private static final BidiFlow<SslTlsOutbound, ByteString, ByteString, SslTlsInbound, NotUsed>
      PLAIN =
          BidiFlow.fromFlows(
              Flow.of(SslTlsOutbound.class).map(out -> ((SendBytes) out).bytes()),
              Flow.of(ByteString.class).map(in -> new SessionBytes(NO_SESSION, in)));

  private final Tcp.ServerBinding binding;
  private final Served served;

  private HttpServer(Tcp.ServerBinding binding, Served served) {
    this.binding = binding;
    this.served = served;
  }

  /**
   * Listens. Completes with the server, or fails with {@link HttpRefused} if the port is taken or
   * not permitted.
   */
  public static CompletionStage<HttpServer> start(
      ActorSystem<?> system, HttpSettings settings, Route routes) {
    Connections connections =
        new Connections(
            Connections.MOST,
            Connections.EACH,
            address -> address.isLoopbackAddress() || settings.trust().proxies().contain(address));
    return start(system, settings, routes, connections, FIRST);
  }

  /**
   * The same with other limits.
   *
   * @param connections the connections of this server alone
   * @param first how long the first request of a connection may take to come
   */
  static CompletionStage<HttpServer> start(
      ActorSystem<?> system,
      HttpSettings settings,
      Route routes,
      Connections connections,
      Duration first) {
    ServerSettings usual = ServerSettings.create(system.settings().config());
    // The server's software is not told, and malformed requests of strangers are not logged.
    ServerSettings quiet =
        usual
            .withServerHeader(Optional.empty())
            .withParserSettings(usual.getParserSettings().withIllegalHeaderWarnings(false));
    Served served =
        new Served(
            system,
            routes.function(system),
            connections,
            first,
            Pace.ofConnections(),
            Pace.ofRefusals(),
            Http.get(system)
                .serverLayer(
                    quiet, Optional.empty(), Logging.getLogger(system.classicSystem(), PROTOCOL))
                .atop(PLAIN));
    return Tcp.get(system)
        .bind(
            settings.host(), settings.port(), quiet.getBacklog(), List.of(), true, Optional.empty())
        .mapAsync(1, served::acceptInTurn)
        .to(Sink.ignore())
        .run(system)
        .handle((binding, failure) -> {
          if (binding == null) {
            throw refused(settings, failure);
          }
          served.stopInOrder(binding);
          return new HttpServer(binding, served);
        });
  }

  /** Accepts no new connections and keeps the open ones. */
  public CompletionStage<Done> stopListening() {
    return binding.unbind().thenApply(_ -> Done.getInstance());
  }

  /** Stops the server. Open requests have 2 seconds to be answered. */
  public CompletionStage<Done> finish() {
    return stopListening().thenCompose(_ -> served.drain());
  }

  /** The address at which it listens. */
  public InetSocketAddress address() {
    return binding.localAddress();
  }

  /** Serves each connection. */
  private record Served(
      ActorSystem<?> system,
      Function<HttpRequest, CompletionStage<HttpResponse>> routes,
      Connections connections,
      Duration first,
      Pace admissions,
      Pace refusals,
      BidiFlow<HttpResponse, ByteString, ByteString, HttpRequest, NotUsed> layer) {
    /** Accepts connections in order, at a pace that leaves processor time to the relay. */
    CompletionStage<Done> acceptInTurn(Tcp.IncomingConnection incoming) {
      Optional<Connections.Connection> admitted =
          connections.admit(incoming.remoteAddress().getAddress());
      if (admitted.isPresent()) {
        serve(incoming, admitted.get());
        return admissions.turn();
      }
      incoming.handleWith(Flow.fromSinkAndSource(Sink.cancelled(), Source.empty()), system);
      return refusals.turn();
    }

    private void serve(Tcp.IncomingConnection incoming, Connections.Connection connection) {
      RemoteAddress from = RemoteAddress.create(incoming.remoteAddress());
      RequestLoop requests =
          new RequestLoop(
              connection,
              request ->
                  routes.apply(
                      request
                          .addAttribute(AttributeKeys.remoteAddress, from)
                          .addAttribute(Connections.OF_REQUEST, connection)),
              first);
      Flow.fromGraph(requests)
          .join(layer.atop(bounded(connection)).atop(BidiFlow.bidirectionalIdleTimeout(IDLE)))
          .join(incoming.flow())
          .run(system);
    }

    /**
     * Reads bytes while they may be read. The connection ends after the last byte of the answers.
     */
    private static BidiFlow<ByteString, ByteString, ByteString, ByteString, NotUsed> bounded(
        Connections.Connection connection) {
      return BidiFlow.fromFlows(
          Flow.of(ByteString.class)
              .watchTermination((_, ended) -> {
                var _ = ended.whenComplete((_, _) -> connection.answered());
                return NotUsed.getInstance();
              }),
          Flow.fromGraph(new Linger(connection)));
    }

    void stopInOrder(Tcp.ServerBinding binding) {
      CoordinatedShutdown shutdown = CoordinatedShutdown.get(system);
      shutdown.addTask(
          CoordinatedShutdown.PhaseServiceUnbind(),
          "http-unbind-" + binding.localAddress(),
          () -> binding.unbind().thenApply(_ -> Done.getInstance()));
      shutdown.addTask(
          CoordinatedShutdown.PhaseServiceRequestsDone(),
          "http-drain-" + binding.localAddress(),
          this::drain);
    }

    /** Takes no further requests and answers the open ones. */
    CompletionStage<Done> drain() {
      return connections
          .drain()
          .toCompletableFuture()
          .completeOnTimeout(Done.getInstance(), LAST_ANSWERS.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private static SSLSession noSession() {
    try {
      return SSLContext.getDefault().createSSLEngine().getSession();
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has a default TLS", impossible);
    }
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
