package dev.switchboard.discord.api;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOption;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Predicate;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * An HTTP server on loopback that answers as a test tells it to, and remembers what it was asked.
 */
public final class ScriptedDiscord implements AutoCloseable {
  public record Request(
      String method, String path, String body, Map<String, String> headers, long nanos) {}

  /** What to answer; {@link #RESET} cuts the connection, {@link #SILENCE} says nothing. */
  public record Reply(int status, String body, Map<String, String> headers, Duration delay) {
    public static final Reply RESET = new Reply(-1, "", Map.of(), Duration.ZERO);
    static final Reply SILENCE = new Reply(-2, "", Map.of(), Duration.ZERO);

    public static Reply json(int status, String body) {
      return new Reply(status, body, Map.of("Content-Type", "application/json"), Duration.ZERO);
    }

    Reply after(Duration time) {
      return new Reply(status, body, headers, time);
    }
  }

  public final List<Request> requests = new CopyOnWriteArrayList<>();
  private final Function<Request, Reply> script;
  private final List<Held> held = new CopyOnWriteArrayList<>();
  private final DisposableServer server;

  private record Held(Predicate<Request> which, CompletableFuture<?> until, AtomicBoolean found) {}

  public ScriptedDiscord(Function<Request, Reply> script) {
    this.script = script;
    server =
        HttpServer.create()
            .host("127.0.0.1")
            .port(0)
            .childOption(ChannelOption.SO_LINGER, 0)
            .handle(this::serve)
            .bindNow();
  }

  public DiscordSettings.Access access() {
    return new DiscordSettings.Access("MQ.a.b", URI.create("http://127.0.0.1:" + server.port()));
  }

  /** The next request that matches has no effect, and no answer, before that has completed. */
  public void hold(Predicate<Request> which, CompletableFuture<?> until) {
    held.add(new Held(which, until, new AtomicBoolean()));
  }

  private Mono<Void> untilReleased(Request request) {
    return held.stream()
        .filter(one -> one.which().test(request) && one.found().compareAndSet(false, true))
        .findFirst()
        .map(one -> Mono.fromFuture(one.until()).then())
        .orElse(Mono.empty());
  }

  private Mono<Void> serve(HttpServerRequest in, HttpServerResponse out) {
    return in.receive()
        .aggregate()
        .asString(StandardCharsets.UTF_8)
        .defaultIfEmpty("")
        .flatMap(body -> {
          Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
          in.requestHeaders().forEach(h -> headers.put(h.getKey(), h.getValue()));
          var request = new Request(in.method().name(), in.uri(), body, headers, System.nanoTime());
          requests.add(request);
          return untilReleased(request)
              .then(Mono.fromSupplier(() -> script.apply(request)))
              .flatMap(reply -> reply(reply, out));
        });
  }

  private static Mono<Void> reply(Reply reply, HttpServerResponse out) {
    if (reply.equals(Reply.SILENCE)) {
      return Mono.never();
    }
    if (reply.equals(Reply.RESET)) {
      out.withConnection(Connection::dispose);
      return Mono.never();
    }
    var sent =
        Mono.defer(() -> {
          out.status(reply.status());
          reply.headers().forEach(out::header);
          return out.send(
                  Mono.just(Unpooled.wrappedBuffer(reply.body().getBytes(StandardCharsets.UTF_8))))
              .then();
        });
    return reply.delay().isZero() ? sent : Mono.delay(reply.delay()).then(sent);
  }

  @Override
  public void close() {
    server.disposeNow(Duration.ofSeconds(1));
  }
}
