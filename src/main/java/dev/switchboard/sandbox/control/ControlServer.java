package dev.switchboard.sandbox.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.sandbox.rest.RestAnswer;
import dev.switchboard.sandbox.rest.RestCall;
import dev.switchboard.sandbox.rest.RouteTable;
import dev.switchboard.sandbox.world.ApiError;
import dev.switchboard.sandbox.world.Event;
import dev.switchboard.sandbox.world.Json;
import dev.switchboard.sandbox.world.World;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** The entry of the control API: checks the token, finds the route, and streams events. */
public final class ControlServer {
  private static final Logger log = LoggerFactory.getLogger(ControlServer.class);
  private static final String TOKEN_HEADER = "X-Sandbox-Token";
  private static final int BUFFERED_EVENTS = 10_000;

  private final World world;
  private final RouteTable routes;
  private final String token;
  private final Sinks.Many<ObjectNode> events =
      Sinks.many().multicast().onBackpressureBuffer(BUFFERED_EVENTS, false);
  private final Sinks.Empty<Void> closed = Sinks.empty();

  public ControlServer(World world, RouteTable routes, String token) {
    this.world = world;
    this.routes = routes;
    this.token = token;
    world.listen(this::happened);
  }

  public String token() {
    return token;
  }

  private void happened(Event event) {
    if (events.currentSubscriberCount() == 0) {
      return;
    }
    ObjectNode told = Json.object().put("type", event.type());
    told.set("data", event.payload().deepCopy());
    events.tryEmitNext(told);
  }

  /** Answers an HTTP call. */
  public RestAnswer answer(RestCall restCall) {
    String given = restCall.header(TOKEN_HEADER);
    if (!isToken(given.isEmpty() ? restCall.query("token").orElse("") : given)) {
      return RestAnswer.json(
          401,
          Json.object().put("message", "The header " + TOKEN_HEADER + " is missing or wrong."));
    }
    return perform(restCall);
  }

  private boolean isToken(String given) {
    return MessageDigest.isEqual(token.getBytes(UTF_8), given.getBytes(UTF_8));
  }

  /** Runs a call without checking the token. */
  public RestAnswer perform(RestCall restCall) {
    var match = routes.find(restCall.method(), restCall.path());
    if (match.isEmpty()) {
      return RestAnswer.error(ApiError.notFound());
    }
    restCall.parameters(match.get().parameters());
    RouteTable.Route route = match.get().route();
    return world.locked(() -> {
      try {
        return route.handler().handle(restCall);
      } catch (ApiError error) {
        return RestAnswer.error(error);
      } catch (RuntimeException e) {
        log.error("{} failed in the sandbox", route.name(), e);
        return RestAnswer.error(ApiError.of(500, 0, "500: Internal Server Error"));
      }
    });
  }

  /** Server-sent events: each change of the world as {@code event: TYPE} and {@code data: JSON}. */
  public Publisher<Void> events(HttpServerRequest request, HttpServerResponse response) {
    List<String> given =
        new QueryStringDecoder(request.uri()).parameters().getOrDefault("token", List.of(""));
    String header = request.requestHeaders().get(TOKEN_HEADER);
    if (!isToken(header == null ? given.getFirst() : header)) {
      return response.status(401).send();
    }
    Flux<String> told =
        events
            .asFlux()
            .map(event ->
                "event: " + event.path("type").asText() + "\ndata: " + event.get("data") + "\n\n");
    Flux<String> alive =
        Flux.interval(Duration.ZERO, Duration.ofSeconds(10)).map(n -> ": alive\n\n");
    response.sse();
    response.header("Cache-Control", "no-store");
    return response.sendObject(
        Flux.merge(told, alive)
            .takeUntilOther(closed.asMono())
            .map(s -> Unpooled.wrappedBuffer(s.getBytes(UTF_8))),
        buffer -> true);
  }

  /** Ends every stream. */
  public void close() {
    closed.tryEmitEmpty();
  }
}
