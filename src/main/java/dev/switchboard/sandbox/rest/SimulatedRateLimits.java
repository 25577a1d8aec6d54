package dev.switchboard.sandbox.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.sandbox.world.Application;
import dev.switchboard.sandbox.world.Json;
import dev.switchboard.sandbox.world.SandboxClock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Discord's rate limits: 50 requests a second for a bot, and buckets by route and by channel, guild
 * or webhook. The numbers of the buckets are not documented; those that matter to a modmail bot are
 * observed ones.
 */
public final class SimulatedRateLimits {
  private static final Rule GLOBAL = new Rule(50, 1000);
  private static final Rule POSTS = new Rule(5, 5000);
  private static final Rule RENAMES = new Rule(2, 600_000);
  private static final Rule WEBHOOKS = new Rule(5, 2000);
  private static final Rule REACTIONS = new Rule(1, 250);
  private static final Rule OTHERS = new Rule(50, 1000);
  private static final int SWEEP_ABOVE = 10_000;

  /** The number of requests in a time. */
  private record Rule(int requests, long millis) {}

  private static final class Window {
    private final long endsAt;
    private int used;

    Window(long endsAt) {
      this.endsAt = endsAt;
    }
  }

  /** The result for a request. */
  sealed interface Verdict {
    /** The request goes on. The headers are for its answer. */
    record Pass(Map<String, String> headers) implements Verdict {}

    /** The request is refused with this answer. */
    record Refused(RestAnswer answer) implements Verdict {}
  }

  private final SandboxClock clock;
  private final Map<String, Window> windows = new HashMap<>();
  private boolean enabled;

  public SimulatedRateLimits(SandboxClock clock, boolean enabled) {
    this.clock = clock;
    this.enabled = enabled;
  }

  public boolean isEnabled() {
    return enabled;
  }

  public void enable(boolean value) {
    enabled = value;
    windows.clear();
  }

  /** Counts a request. Called under the world's lock. */
  Verdict take(RouteTable.Route route, RestCall restCall) {
    if (!enabled) {
      return new Verdict.Pass(Map.of());
    }
    long now = clock.millis();
    sweep(now);
    boolean byToken = route.template().startsWith("/interactions/") || hasWebhookToken(route);
    if (!byToken && restCall.caller() instanceof RestCaller.Bot(Application application)) {
      Window window = window("global:" + application.id(), GLOBAL, now);
      if (++window.used > GLOBAL.requests()) {
        return new Verdict.Refused(refusal(seconds(window.endsAt - now), true, "global", Map.of()));
      }
    }
    Rule rule = rule(route, restCall);
    String bucket = Integer.toHexString(route.name().hashCode() ^ rule.requests());
    Window window = window(bucket + ":" + major(restCall), rule, now);
    Map<String, String> headers = headers(rule, window, bucket, now);
    if (++window.used > rule.requests()) {
      return new Verdict.Refused(refusal(seconds(window.endsAt - now), false, "user", headers));
    }
    headers.put("X-RateLimit-Remaining", Integer.toString(rule.requests() - window.used));
    return new Verdict.Pass(headers);
  }

  private static boolean hasWebhookToken(RouteTable.Route route) {
    return route.template().startsWith("/webhooks/{webhook}/{token}");
  }

  private static Rule rule(RouteTable.Route route, RestCall restCall) {
    return switch (route.name()) {
      case "POST /channels/{channel}/messages" -> POSTS;
      case "PUT /channels/{channel}/messages/{message}/reactions/{emoji}/@me" -> REACTIONS;
      case "PATCH /channels/{channel}" -> renames(restCall) ? RENAMES : OTHERS;
      default -> hasWebhookToken(route) ? WEBHOOKS : OTHERS;
    };
  }

  private static boolean renames(RestCall restCall) {
    ObjectNode form = restCall.formOrEmpty();
    return form.has("name") || form.has("topic");
  }

  private static String major(RestCall restCall) {
    return restCall.parameter("channel")
        + "/"
        + restCall.parameter("guild")
        + "/"
        + restCall.parameter("webhook")
        + restCall.parameter("token");
  }

  private Window window(String key, Rule rule, long now) {
    Window window = windows.get(key);
    if (window == null || now >= window.endsAt || window.endsAt - now > rule.millis()) {
      window = new Window(now + rule.millis());
      windows.put(key, window);
    }
    return window;
  }

  private void sweep(long now) {
    if (windows.size() > SWEEP_ABOVE) {
      windows.values().removeIf(window -> now >= window.endsAt);
    }
  }

  private static Map<String, String> headers(Rule rule, Window window, String bucket, long now) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("X-RateLimit-Limit", Integer.toString(rule.requests()));
    headers.put("X-RateLimit-Remaining", "0");
    headers.put("X-RateLimit-Reset", decimal(seconds(window.endsAt)));
    headers.put("X-RateLimit-Reset-After", decimal(seconds(window.endsAt - now)));
    headers.put("X-RateLimit-Bucket", bucket);
    return headers;
  }

  private static double seconds(long millis) {
    return millis / 1000.0;
  }

  private static String decimal(double seconds) {
    return String.format(Locale.ROOT, "%.3f", seconds);
  }

  /** A 429 as Discord writes it: whole seconds in the header, the exact time in the body. */
  public static RestAnswer refusal(
      double retryAfter, boolean global, String scope, Map<String, String> headers) {
    ObjectNode body =
        Json.object()
            .put("message", "You are being rate limited.")
            .put("retry_after", retryAfter)
            .put("global", global)
            .put("code", 0);
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put("Retry-After", Long.toString((long) Math.ceil(retryAfter)));
    all.put("X-RateLimit-Scope", scope);
    if (global) {
      all.put("X-RateLimit-Global", "true");
    } else {
      all.putIfAbsent("X-RateLimit-Reset-After", decimal(retryAfter));
    }
    return RestAnswer.json(429, body).with(all);
  }
}
