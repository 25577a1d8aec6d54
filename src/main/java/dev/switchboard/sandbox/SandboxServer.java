package dev.switchboard.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.switchboard.sandbox.control.ControlServer;
import dev.switchboard.sandbox.gateway.Gateway;
import dev.switchboard.sandbox.gateway.GatewayConnection;
import dev.switchboard.sandbox.gateway.GatewayProtocol;
import dev.switchboard.sandbox.gateway.GatewayTap;
import dev.switchboard.sandbox.rest.Faults;
import dev.switchboard.sandbox.rest.Pages;
import dev.switchboard.sandbox.rest.RequestLog;
import dev.switchboard.sandbox.rest.RestAnswer;
import dev.switchboard.sandbox.rest.RestApi;
import dev.switchboard.sandbox.rest.RestCall;
import dev.switchboard.sandbox.rest.SimulatedRateLimits;
import dev.switchboard.sandbox.world.Json;
import dev.switchboard.sandbox.world.World;
import io.netty.channel.ChannelOption;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.server.WebsocketServerSpec;
import reactor.netty.http.websocket.WebsocketInbound;
import reactor.netty.http.websocket.WebsocketOutbound;

/**
 * The server on loopback: passes requests to REST, gateway, files, control and pages, and applies
 * faults.
 */
final class SandboxServer {
  private static final String FILES = "/attachments/";

  private final Parts parts;

  /** The parts of the server. */
  record Parts(
      World world, RestApi api, GatewayProtocol protocol, Gateway gateway, Surroundings around) {}

  /** The parts beside the API. */
  record Surroundings(
      Faults faults, RequestLog log, GatewayTap traffic, ControlServer control, Pages pages) {}

  SandboxServer(Parts parts) {
    this.parts = parts;
  }

  DisposableServer bind(int port) {
    ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    DisposableServer bound =
        HttpServer.create()
            .host("127.0.0.1")
            .port(port)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .httpRequestDecoder(spec -> spec.maxInitialLineLength(16_384).maxHeaderSize(32_768))
            .doOnConnection(connection -> connections.add(connection.channel()))
            .handle(this::handle)
            .bindNow(Duration.ofSeconds(10));
    // The end of the server alone only stops new connections.
    bound.onDispose(() -> {
      var _ = connections.close();
    });
    return bound;
  }

  private Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
    if (isForeign(request)) {
      return send(
          response, RestAnswer.text(403, "This sandbox answers to its own address only.\n"));
    }
    if (request.requestHeaders().containsValue(HttpHeaderNames.UPGRADE, "websocket", true)) {
      return upgrade(request, response);
    }
    String path = new QueryStringDecoder(request.uri()).rawPath();
    if (path.equals("/control/events")) {
      return parts.around().control().events(request, response);
    }
    return request
        .receive()
        .aggregate()
        .asByteArray()
        .defaultIfEmpty(new byte[0])
        .flatMap(body -> answer(call(request, body), path, response));
  }

  private static RestCall call(HttpServerRequest request, byte[] body) {
    return new RestCall(request.method().name(), request.uri(), request.requestHeaders(), body);
  }

  /**
   * Whether a page of another site sent the request, or a foreign host name that resolves to this
   * address (DNS rebinding).
   */
  private static boolean isForeign(HttpServerRequest request) {
    String host = header(request, HttpHeaderNames.HOST);
    String origin = header(request, HttpHeaderNames.ORIGIN);
    boolean ours = host.matches("(127\\.0\\.0\\.1|localhost|\\[::1])(:\\d+)?");
    return !ours || !(origin.isEmpty() || origin.equals("http://" + host));
  }

  private static String header(HttpServerRequest request, CharSequence name) {
    String value = request.requestHeaders().get(name);
    return value == null ? "" : value;
  }

  private Mono<Void> answer(RestCall restCall, String path, HttpServerResponse response) {
    if (path.startsWith("/api/")) {
      return api(restCall, response);
    }
    if (path.startsWith("/control/")) {
      return send(response, parts.around().control().answer(restCall));
    }
    Supplier<RestAnswer> deed =
        () -> parts.world().locked(() -> parts.around().pages().answer(restCall));
    return path.startsWith(FILES) ? file(restCall, deed, response) : send(response, deed.get());
  }

  private Mono<Void> api(RestCall restCall, HttpServerResponse response) {
    RestApi.Routed routed = parts.api().route(restCall);
    parts.around().traffic().asked(routed.name(), restCall.body());
    Deed deed =
        new Deed(
            restCall,
            () -> parts.api().answer(routed),
            restAnswer -> logged(routed, response, restAnswer),
            () -> {
              log(routed, 0);
              return reset(response);
            });
    return done(deed, strikes(Faults.Surface.API, routed.name(), restCall));
  }

  private Mono<Void> file(
      RestCall restCall, Supplier<RestAnswer> answer, HttpServerResponse response) {
    Deed deed = new Deed(restCall, answer, given -> send(response, given), () -> reset(response));
    return done(
        deed, strikes(Faults.Surface.FILES, restCall.method() + " " + restCall.path(), restCall));
  }

  /** A request and its two possible ends: an answer or a reset. */
  private record Deed(
      RestCall call,
      Supplier<RestAnswer> answer,
      Function<RestAnswer, Mono<Void>> send,
      Supplier<Mono<Void>> reset) {}

  private List<Faults.Strike> strikes(Faults.Surface surface, String route, RestCall restCall) {
    return parts
        .around()
        .faults()
        .strike(
            new Faults.Request(
                surface, route, restCall.path(), () -> new String(restCall.body(), UTF_8)));
  }

  private static Mono<Void> done(Deed deed, List<Faults.Strike> strikes) {
    if (strikes.isEmpty()) {
      return deed.send().apply(deed.answer().get());
    }
    return after(millis(strikes, Faults.Kind.LATENCY))
        .then(Mono.defer(() -> struck(deed, strikes)));
  }

  private static Mono<Void> struck(Deed deed, List<Faults.Strike> strikes) {
    for (Faults.Strike strike : strikes) {
      switch (strike.kind()) {
        case STATUS -> {
          return deed.send().apply(broken(strike));
        }
        case ANSWER -> {
          return deed.send().apply(strike.answer());
        }
        case RATE_LIMIT -> {
          String scope = strike.isGlobal() ? "global" : "shared";
          return deed.send()
              .apply(
                  SimulatedRateLimits.refusal(
                      strike.retryAfter(), strike.isGlobal(), scope, java.util.Map.of()));
        }
        case RESET -> {
          return deed.reset().get();
        }
        case IGNORE -> deed.call().ignore(strike.fields());
        case LATENCY, LATE_ANSWER, LOST_ANSWER, FAILED_AFTER, UNKNOWN_FIELDS, NULLS, MISSING -> {}
      }
    }
    RestAnswer restAnswer = Faults.mutated(deed.answer().get(), strikes);
    for (Faults.Strike strike : strikes) {
      if (strike.kind() == Faults.Kind.LOST_ANSWER) {
        return deed.reset().get();
      }
      if (strike.kind() == Faults.Kind.FAILED_AFTER) {
        return deed.send().apply(broken(strike));
      }
    }
    return after(millis(strikes, Faults.Kind.LATE_ANSWER))
        .then(Mono.defer(() -> deed.send().apply(restAnswer)));
  }

  private static RestAnswer broken(Faults.Strike strike) {
    return RestAnswer.text(
        strike.status(), "upstream connect error or disconnect/reset before headers");
  }

  private static long millis(List<Faults.Strike> strikes, Faults.Kind kind) {
    return strikes.stream().filter(s -> s.kind() == kind).mapToLong(Faults.Strike::millis).sum();
  }

  private static Mono<Long> after(long millis) {
    return millis == 0
        ? Mono.empty()
        : Mono.delay(Duration.ofMillis(millis), Schedulers.parallel());
  }

  private Mono<Void> logged(
      RestApi.Routed routed, HttpServerResponse response, RestAnswer restAnswer) {
    log(routed, restAnswer.status());
    boolean global = restAnswer.headers().containsKey("X-RateLimit-Global");
    parts
        .around()
        .traffic()
        .answered(routed.name(), routed.call().body(), restAnswer.status(), global);
    response.header(
        HttpHeaderNames.DATE,
        DateTimeFormatter.RFC_1123_DATE_TIME.format(
            Instant.ofEpochMilli(parts.world().clock().millis()).atOffset(ZoneOffset.UTC)));
    return send(response, restAnswer);
  }

  private void log(RestApi.Routed routed, int status) {
    parts
        .around()
        .log()
        .add(routed.name(), routed.call().path(), status, parts.world().clock().millis());
  }

  private static Mono<Void> send(HttpServerResponse response, RestAnswer restAnswer) {
    response.status(HttpResponseStatus.valueOf(restAnswer.status()));
    if (!restAnswer.contentType().isEmpty()) {
      response.header(HttpHeaderNames.CONTENT_TYPE, restAnswer.contentType());
    }
    restAnswer.headers().forEach(response::header);
    if (restAnswer.body().length == 0) {
      response.header(HttpHeaderNames.CONTENT_LENGTH, "0");
      return response.send().then();
    }
    response.header(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(restAnswer.body().length));
    return response.sendByteArray(Mono.just(restAnswer.body())).then();
  }

  /** Resets the TCP connection, so that the client sees neither an answer nor an orderly end. */
  private static Mono<Void> reset(HttpServerResponse response) {
    response.withConnection(connection -> {
      connection.channel().config().setOption(ChannelOption.SO_LINGER, 0);
      connection.channel().unsafe().close(connection.channel().voidPromise());
    });
    return Mono.never();
  }

  private Publisher<Void> upgrade(HttpServerRequest request, HttpServerResponse response) {
    QueryStringDecoder uri = new QueryStringDecoder(request.uri());
    boolean compressed = parameter(uri, "compress").equals("zlib-stream");
    String version = parameter(uri, "v");
    int v = version.isEmpty() ? 10 : (int) Json.id(version);
    WebsocketServerSpec spec = WebsocketServerSpec.builder().maxFramePayloadLength(1 << 20).build();
    return response.sendWebsocket(
        (in, out) ->
            converse(new GatewayConnection(compressed, v, System.nanoTime() / 1_000_000), in, out),
        spec);
  }

  private static String parameter(QueryStringDecoder uri, String name) {
    return uri.parameters().getOrDefault(name, List.of("")).getFirst();
  }

  private Publisher<Void> converse(
      GatewayConnection connection, WebsocketInbound in, WebsocketOutbound out) {
    AtomicInteger code = new AtomicInteger(1006);
    in.receiveCloseStatus().subscribe(status -> code.set(status.code()));
    in.withConnection(socket -> {
      // Netty asserts that this runs on the channel's own thread, where nobody else closes it
      // either.
      connection.onDrop(() -> socket.channel().eventLoop().execute(() -> reset(socket.channel())));
      socket.onDispose(() -> left(connection, code.get()));
    });
    parts.world().run(() -> parts.protocol().opened(connection));
    Flux<Void> sending = out.sendObject(connection.frames(), frame -> true).then().flux();
    Flux<Void> receiving =
        in.aggregateFrames(1 << 20)
            .receive()
            .asByteArray()
            .doOnNext(
                bytes -> parts.world().run(() -> parts.protocol().received(connection, bytes)))
            .thenMany(Flux.empty());
    return Flux.firstWithSignal(sending, receiving).then();
  }

  private static void reset(io.netty.channel.Channel channel) {
    if (channel.isOpen()) {
      channel.config().setOption(ChannelOption.SO_LINGER, 0);
      channel.unsafe().close(channel.voidPromise());
    }
  }

  private void left(GatewayConnection connection, int code) {
    parts.world().run(() -> parts.gateway().left(connection, code));
    connection.finish();
  }
}
