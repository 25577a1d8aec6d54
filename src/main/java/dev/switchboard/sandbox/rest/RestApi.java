package dev.switchboard.sandbox.rest;

import dev.switchboard.sandbox.world.ApiError;
import dev.switchboard.sandbox.world.Application;
import dev.switchboard.sandbox.world.World;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Discord's REST API: finds the route, who calls, whether the limits let it through, and does it.
 */
public final class RestApi {
  private static final Logger log = LoggerFactory.getLogger(RestApi.class);
  private static final Pattern PATH = Pattern.compile("/api(?:/v(\\d+))?(/.*)");

  private final World world;
  private final RouteTable routes;
  private final RateLimits limits;
  private final AccessTokens accessTokens;
  private final RestTap tap;

  /** A request that was understood: its route, if there is one. */
  public record Routed(Call call, Optional<RouteTable.Route> route, Answer otherwise) {
    public String name() {
      return route.map(RouteTable.Route::name).orElse(call.method() + " " + call.path());
    }
  }

  public RestApi(
      World world, RouteTable routes, RateLimits limits, AccessTokens accessTokens, RestTap tap) {
    this.world = world;
    this.routes = routes;
    this.limits = limits;
    this.accessTokens = accessTokens;
    this.tap = tap;
  }

  public Routed route(Call call) {
    Matcher path = PATH.matcher(call.path());
    if (!path.matches() || !isKnownVersion(path.group(1))) {
      return new Routed(call, Optional.empty(), Answer.error(ApiError.notFound()));
    }
    Optional<RouteTable.Match> match = routes.find(call.method(), path.group(2));
    if (match.isEmpty()) {
      ApiError error =
          routes.knowsPath(path.group(2))
              ? ApiError.of(405, 0, "405: Method Not Allowed")
              : ApiError.notFound();
      return new Routed(call, Optional.empty(), Answer.error(error));
    }
    call.parameters(match.get().parameters());
    return new Routed(call, Optional.of(match.get().route()), Answer.done());
  }

  private static boolean isKnownVersion(String version) {
    return version == null || version.equals("9") || version.equals("10");
  }

  /** Does what was asked and answers it. */
  public Answer answer(Routed routed) {
    Answer answer =
        routed
            .route()
            .map(route -> world.locked(() -> answer(route, routed.call())))
            .orElse(routed.otherwise());
    tap.passed(new Exchange(routed.call(), answer));
    return answer;
  }

  private Answer answer(RouteTable.Route route, Call call) {
    Map<String, String> headers = Map.of();
    try {
      call.caller(caller(call));
      if (!route.open() && call.caller() instanceof Caller.Nobody) {
        throw ApiError.unauthorized();
      }
      switch (limits.take(route, call)) {
        case RateLimits.Verdict.Refused(Answer answer) -> {
          return answer;
        }
        case RateLimits.Verdict.Pass(Map<String, String> told) -> headers = told;
      }
      // One that is too long is refused before the deed.
      call.reason();
      return route.handler().handle(call).with(headers);
    } catch (ApiError error) {
      return Answer.error(error).with(headers);
    } catch (RuntimeException e) {
      log.error("{} failed in the sandbox", route.name(), e);
      return Answer.error(ApiError.of(500, 0, "500: Internal Server Error")).with(headers);
    }
  }

  private Caller caller(Call call) {
    String header = call.header(HttpHeaderNames.AUTHORIZATION);
    if (header.startsWith("Bot ")) {
      String token = header.substring(4).strip();
      for (Application application : world.applications().values()) {
        if (application.token().equals(token)) {
          return new Caller.Bot(application);
        }
      }
    }
    if (header.startsWith("Bearer ")) {
      return accessTokens.find(header.substring(7).strip());
    }
    return new Caller.Nobody();
  }
}
