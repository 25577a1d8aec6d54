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
 * Discord's REST API: finds the route and the caller, checks the rate limits, and handles the
 * request.
 */
public final class RestApi {
  private static final Logger log = LoggerFactory.getLogger(RestApi.class);
  private static final Pattern PATH = Pattern.compile("/api(?:/v(\\d+))?(/.*)");

  private final World world;
  private final RouteTable routes;
  private final SimulatedRateLimits limits;
  private final AccessTokens accessTokens;
  private final RestTap tap;

  /** A request with its route, if there is one. */
  public record Routed(RestCall call, Optional<RouteTable.Route> route, RestAnswer otherwise) {
    public String name() {
      return route.map(RouteTable.Route::name).orElse(call.method() + " " + call.path());
    }
  }

  public RestApi(
      World world,
      RouteTable routes,
      SimulatedRateLimits limits,
      AccessTokens accessTokens,
      RestTap tap) {
    this.world = world;
    this.routes = routes;
    this.limits = limits;
    this.accessTokens = accessTokens;
    this.tap = tap;
  }

  public Routed route(RestCall restCall) {
    Matcher path = PATH.matcher(restCall.path());
    if (!path.matches() || !isKnownVersion(path.group(1))) {
      return new Routed(restCall, Optional.empty(), RestAnswer.error(ApiError.notFound()));
    }
    Optional<RouteTable.Match> match = routes.find(restCall.method(), path.group(2));
    if (match.isEmpty()) {
      ApiError error =
          routes.knowsPath(path.group(2))
              ? ApiError.of(405, 0, "405: Method Not Allowed")
              : ApiError.notFound();
      return new Routed(restCall, Optional.empty(), RestAnswer.error(error));
    }
    restCall.parameters(match.get().parameters());
    return new Routed(restCall, Optional.of(match.get().route()), RestAnswer.done());
  }

  private static boolean isKnownVersion(String version) {
    return version == null || version.equals("9") || version.equals("10");
  }

  /** Handles a request and answers it. */
  public RestAnswer answer(Routed routed) {
    RestAnswer restAnswer =
        routed
            .route()
            .map(route -> world.locked(() -> answer(route, routed.call())))
            .orElse(routed.otherwise());
    tap.passed(new Exchange(routed.call(), restAnswer));
    return restAnswer;
  }

  private RestAnswer answer(RouteTable.Route route, RestCall restCall) {
    Map<String, String> headers = Map.of();
    try {
      restCall.caller(caller(restCall));
      if (!route.open() && restCall.caller() instanceof RestCaller.Nobody) {
        throw ApiError.unauthorized();
      }
      switch (limits.take(route, restCall)) {
        case SimulatedRateLimits.Verdict.Refused(RestAnswer restAnswer) -> {
          return restAnswer;
        }
        case SimulatedRateLimits.Verdict.Pass(Map<String, String> told) -> headers = told;
      }
      // A reason that is too long is refused before the request is handled.
      restCall.reason();
      return route.handler().handle(restCall).with(headers);
    } catch (ApiError error) {
      return RestAnswer.error(error).with(headers);
    } catch (RuntimeException e) {
      log.error("{} failed in the sandbox", route.name(), e);
      return RestAnswer.error(ApiError.of(500, 0, "500: Internal Server Error")).with(headers);
    }
  }

  private RestCaller caller(RestCall restCall) {
    String header = restCall.header(HttpHeaderNames.AUTHORIZATION);
    if (header.startsWith("Bot ")) {
      String token = header.substring(4).strip();
      for (Application application : world.applications().values()) {
        if (application.token().equals(token)) {
          return new RestCaller.Bot(application);
        }
      }
    }
    if (header.startsWith("Bearer ")) {
      return accessTokens.find(header.substring(7).strip());
    }
    return new RestCaller.Nobody();
  }
}
