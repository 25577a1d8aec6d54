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
 * The HTTP server. Its connections are bounded in number, in bytes before a request, and in time.
 * Stops with the actor system: it takes no new connections from the first phase of the shutdown on,
 * and answers what it was asked for 2 seconds.
 */
public final class HttpServer {
  private static final Duration LAST_ANSWERS = Duration.ofSeconds(2);

  /** Until the first request of a connection. */
  private static final Duration FIRST = Duration.ofSeconds(10);

  /** Without a byte in either direction. The panel's event streams send a comment each 15 s. */
  private static final Duration IDLE = Duration.ofSeconds(60);

  /** What Pekko HTTP says of requests; its warnings are about strangers' doing. */
  private static final String PROTOCOL = "dev.switchboard.http.protocol";

  /** Pekko HTTP wants one with all bytes, and does not look at it. */
  private static final SSLSession NO_SESSION = noSession();

  /** Without TLS, which is a proxy's. As Pekko's TLSPlacebo, in two stages instead of four. */
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
   * Listens. Completes with the server, or exceptionally with {@link HttpRefused} where the port is
   * taken or is not ours to take.
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
   * The same with limits of its own.
   *
   * @param connections those that it has; used by no other server
   * @param first how long the first request of a connection may take to come
   */
  static CompletionStage<HttpServer> start(
      ActorSystem<?> system,
      HttpSettings settings,
      Route routes,
      Connections connections,
      Duration first) {
    ServerSettings usual = ServerSettings.create(system.settings().config());
    // Who serves is nobody's business, and strangers' nonsense is not the operator's.
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

  /** Takes no new connections; those that are there stay. */
  public CompletionStage<Done> stopListening() {
    return binding.unbind().thenApply(_ -> Done.getInstance());
  }

  /** Ends; what was asked for is answered first, for 2 seconds. */
  public CompletionStage<Done> finish() {
    return stopListening().thenCompose(_ -> served.drain());
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return binding.localAddress();
  }

  /** What becomes of each connection. */
  private record Served(
      ActorSystem<?> system,
      Function<HttpRequest, CompletionStage<HttpResponse>> routes,
      Connections connections,
      Duration first,
      Pace admissions,
      Pace refusals,
      BidiFlow<HttpResponse, ByteString, ByteString, HttpRequest, NotUsed> layer) {
    /** One after the other, at a pace that leaves time to the relay. */
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

    /** Bytes in, as long as they may be heard, and bytes out, of which the last ends it. */
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

    /** Hears no further requests, and answers those that there are. */
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
