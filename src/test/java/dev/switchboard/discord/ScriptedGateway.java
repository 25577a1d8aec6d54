package dev.switchboard.discord;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.websocket.WebsocketInbound;
import reactor.netty.http.websocket.WebsocketOutbound;

/** A gateway that says exactly what a test tells it to, and channels' histories over REST. */
public final class ScriptedGateway implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  public final BlockingQueue<Connection> connections = new LinkedBlockingQueue<>();
  public final Map<Long, NavigableMap<Long, JsonNode>> histories = new ConcurrentHashMap<>();
  public volatile int startsLeft = 1000;
  public volatile int heartbeatMillis = 45_000;
  public volatile boolean acknowledges = true;
  public volatile int historyStatus = 200;
  private final DisposableServer server;

  public ScriptedGateway() {
    server =
        HttpServer.create()
            .host("127.0.0.1")
            .port(0)
            .route(routes ->
                routes
                    .ws("/gateway", this::accept)
                    .get("/gateway/bot", (request, response) -> json(response, 200, gatewayBot()))
                    .get("/channels/{channel}/messages", this::messages))
            .bindNow();
  }

  public String apiUrl() {
    return "http://127.0.0.1:" + server.port();
  }

  public String gatewayUrl() {
    return "ws://127.0.0.1:" + server.port() + "/gateway";
  }

  /**
   * The next connection that begins a session or goes on with one; the client may lose others
   * before that.
   */
  public Connection next() throws InterruptedException {
    Connection connection = connections.poll(20, TimeUnit.SECONDS);
    if (connection == null) {
      throw new AssertionError("nobody connected");
    }
    return connection;
  }

  @Override
  public void close() {
    server.disposeNow(Duration.ofSeconds(2));
  }

  private String gatewayBot() {
    return "{\"url\":\"%s\",\"shards\":1,\"session_start_limit\":{\"total\":1000,\"remaining\":%d,\"reset_after\":60000,\"max_concurrency\":1}}"
        .formatted(gatewayUrl(), startsLeft);
  }

  private static Mono<Void> json(HttpServerResponse response, int status, String body) {
    return response
        .status(status)
        .header("content-type", "application/json")
        .sendString(Mono.just(body))
        .then();
  }

  /** As Discord: newest first; {@code after} gives those next to it, {@code before} too. */
  private Mono<Void> messages(HttpServerRequest request, HttpServerResponse response) {
    if (historyStatus != 200) {
      return json(response, historyStatus, "{\"code\":50001,\"message\":\"Missing Access\"}");
    }
    var query = new QueryStringDecoder(request.uri()).parameters();
    NavigableMap<Long, JsonNode> history =
        histories.getOrDefault(
            Long.parseLong(java.util.Objects.requireNonNull(request.param("channel"))),
            new ConcurrentSkipListMap<>());
    var page = JSON.createArrayNode();
    if (query.containsKey("after")) {
      var next =
          history.tailMap(Long.parseLong(query.get("after").getFirst()), false).values().stream()
              .limit(100)
              .toList();
      next.reversed().forEach(page::add);
    } else {
      long before =
          query.containsKey("before")
              ? Long.parseLong(query.get("before").getFirst())
              : Long.MAX_VALUE;
      history.headMap(before, false).descendingMap().values().stream()
          .limit(100)
          .forEach(page::add);
    }
    return json(response, 200, page.toString());
  }

  private Mono<Void> accept(WebsocketInbound in, WebsocketOutbound out) {
    var connection = new Connection();
    in.withConnection(made -> connection.channel = made.channel());
    in.receiveCloseStatus().subscribe(status -> connection.closedWith.complete(status.code()));
    var receiving =
        in.receiveFrames()
            .ofType(TextWebSocketFrame.class)
            .map(frame -> tree(frame.text()))
            .doOnNext(frame -> {
              if (connection.take(frame, acknowledges)) {
                connections.add(connection);
              }
            })
            .then();
    connection.send(10, 0, "", "{\"heartbeat_interval\":" + heartbeatMillis + "}");
    return out.sendObject(connection.frames()).then().and(receiving);
  }

  private static JsonNode tree(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One gateway connection. */
  public static final class Connection {
    final CompletableFuture<Integer> closedWith = new CompletableFuture<>();
    private final BlockingQueue<JsonNode> starts = new LinkedBlockingQueue<>();
    private final Sinks.Many<WebSocketFrame> out = Sinks.many().unicast().onBackpressureBuffer();
    private final Deflater deflater = new Deflater();
    private volatile @Nullable Channel channel;

    Flux<WebSocketFrame> frames() {
      return out.asFlux();
    }

    /** Whether it begins with this frame. */
    private boolean take(JsonNode frame, boolean acknowledges) {
      int op = frame.path("op").asInt();
      if (op == 1 && acknowledges) {
        send(11, -1, "", "null");
      }
      boolean begins = op == 2 || op == 6;
      if (begins) {
        starts.add(frame);
      }
      return begins;
    }

    /** The IDENTIFY (op 2) or RESUME (op 6) that it began with. */
    public JsonNode start() throws InterruptedException {
      JsonNode frame = starts.poll(30, TimeUnit.SECONDS);
      if (frame == null) {
        throw new AssertionError("neither IDENTIFY nor RESUME came");
      }
      return frame;
    }

    public void dispatch(long sequence, String type, JsonNode data) {
      send(0, sequence, type, data.toString());
    }

    public void send(int op, long sequence, String type, String data) {
      ObjectNode frame = JSON.createObjectNode().put("op", op);
      frame.set("d", tree(data));
      if (op == 0) {
        frame.put("s", sequence).put("t", type);
      }
      raw(frame.toString());
    }

    public synchronized void raw(String text) {
      byte[] in = text.getBytes(StandardCharsets.UTF_8);
      deflater.setInput(in);
      byte[] buffer = new byte[in.length * 2 + 128];
      int length = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
      out.tryEmitNext(
              new BinaryWebSocketFrame(Unpooled.wrappedBuffer(Arrays.copyOf(buffer, length))))
          .orThrow();
    }

    public synchronized void close(int code) {
      out.tryEmitNext(new CloseWebSocketFrame(code, "as scripted")).orThrow();
    }

    public synchronized void closeWithoutCode() {
      out.tryEmitNext(new CloseWebSocketFrame()).orThrow();
    }

    public void reset() {
      Channel open = java.util.Objects.requireNonNull(channel);
      open.config().setOption(ChannelOption.SO_LINGER, 0);
      var _ = open.close();
    }

    public int closedWith() throws Exception {
      return closedWith.get(30, TimeUnit.SECONDS);
    }
  }
}
