package dev.switchboard.sandbox.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.sandbox.world.ApiError;
import dev.switchboard.sandbox.world.Json;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/**
 * The faults of REST requests and downloads that a test has requested. A rule has a kind, the
 * routes (a regular expression over {@code POST /channels/{channel}/messages} and the path),
 * perhaps the body (a regular expression too), and a count or a duration.
 */
public final class Faults {
  /** The effect of a rule on a request. */
  public enum Kind {
    /** Waits before the request is handled. */
    LATENCY,
    /** Handles the request, then waits before the answer. */
    LATE_ANSWER,
    /** Answers with a status, without handling the request. */
    STATUS,
    /** Answers with the content of the rule, without handling the request. */
    ANSWER,
    /** Answers 429, without handling the request. */
    RATE_LIMIT,
    /** Resets the connection, without handling the request. */
    RESET,
    /** Handles the request, then resets the connection. */
    LOST_ANSWER,
    /** Handles the request, but answers a 5xx. */
    FAILED_AFTER,
    /** Adds unknown fields to the answer. */
    UNKNOWN_FIELDS,
    /** Writes nulls where the answer has optional fields. */
    NULLS,
    /** Leaves out the fields that the rule names. */
    MISSING,
    /** Handles the request as if its JSON did not have the fields that the rule names. */
    IGNORE
  }

  /** The requests to which a rule applies. */
  public enum Surface {
    /** The REST API. */
    API,
    /** Files of messages, as on Discord's CDN. */
    FILES
  }

  private static final class Rule {
    private final long id;
    private final Kind kind;
    private final Surface surface;
    private final Pattern route;
    private final Optional<Pattern> body;
    private final ObjectNode given;
    private final long until;
    private long skip;
    private long left;

    Rule(long id, ObjectNode given, long until) {
      this.id = id;
      this.kind = choice(given, "kind", Kind.class, "");
      this.surface = choice(given, "on", Surface.class, "api");
      this.route = pattern(given, "route").orElseGet(() -> Pattern.compile(""));
      this.body = pattern(given, "body");
      this.given = given;
      this.until = until;
      this.skip = given.path("skip").asLong(0);
      this.left = given.path("count").asLong(until == Long.MAX_VALUE ? 1 : Long.MAX_VALUE);
    }

    private static Optional<Pattern> pattern(ObjectNode given, String field) {
      try {
        return given.has(field)
            ? Optional.of(Pattern.compile(given.get(field).asText(), Pattern.DOTALL))
            : Optional.empty();
      } catch (PatternSyntaxException e) {
        throw ApiError.field(field, "PATTERN", e.getDescription());
      }
    }

    private static <E extends Enum<E>> E choice(
        ObjectNode given, String field, Class<E> choices, String otherwise) {
      String name = given.path(field).asText(otherwise).toUpperCase(Locale.ROOT);
      return Stream.of(choices.getEnumConstants())
          .filter(choice -> choice.name().equals(name))
          .findFirst()
          .orElseThrow(() ->
              ApiError.field(
                  field,
                  "BASE_TYPE_CHOICES",
                  "Value must be one of " + List.of(choices.getEnumConstants())));
    }

    private boolean concerns(Request request) {
      boolean routed =
          route.matcher(request.route()).find() || route.matcher(request.path()).find();
      return surface == request.surface()
          && routed
          && body.map(wanted -> wanted.matcher(request.body().get()).find()).orElse(true);
    }
  }

  /**
   * A request for the rules: its route with names in place of ids, its path, and its raw body as
   * text.
   */
  public record Request(Surface surface, String route, String path, Supplier<String> body) {}

  /** A rule that applies to a request. */
  public record Strike(Kind kind, ObjectNode given) {
    public long millis() {
      return given.path("millis").asLong(0);
    }

    public int status() {
      return given.path("status").asInt(503);
    }

    public double retryAfter() {
      return given.path("retry_after").asDouble(1);
    }

    public boolean isGlobal() {
      return given.path("global").asBoolean(false);
    }

    public List<String> fields() {
      return given.path("fields").valueStream().map(JsonNode::asText).toList();
    }

    /** The scripted answer: {@code status}, and {@code json}, {@code text} or {@code base64}. */
    public RestAnswer answer() {
      int status = given.path("status").asInt(200);
      Map<String, String> headers = new LinkedHashMap<>();
      given
          .path("headers")
          .properties()
          .forEach(e -> headers.put(e.getKey(), e.getValue().asText()));
      String type = given.path("content_type").asText("text/html; charset=utf-8");
      RestAnswer restAnswer;
      if (given.has("json")) {
        restAnswer = RestAnswer.json(status, given.get("json"));
      } else if (given.has("base64")) {
        restAnswer =
            RestAnswer.bytes(
                status, type, Base64.getDecoder().decode(given.get("base64").asText()));
      } else {
        restAnswer = RestAnswer.bytes(status, type, given.path("text").asText("").getBytes(UTF_8));
      }
      return restAnswer.with(headers);
    }
  }

  private final List<Rule> rules = new ArrayList<>();
  private long lastId;

  /**
   * Adds a rule: {@code {kind, on?, route?, body?, count?, skip?, for_millis?, …}}. The other
   * fields depend on the kind ({@code project-docs/sandbox-control.md}).
   */
  public synchronized long add(ObjectNode given) {
    long until =
        given.has("for_millis")
            ? System.currentTimeMillis() + given.get("for_millis").asLong()
            : Long.MAX_VALUE;
    rules.add(new Rule(lastId + 1, given, until));
    return ++lastId;
  }

  public synchronized void clear() {
    rules.clear();
  }

  public synchronized void remove(long id) {
    rules.removeIf(rule -> rule.id == id);
  }

  public synchronized ArrayNode shown() {
    ArrayNode list = Json.array();
    for (Rule rule : rules) {
      list.add(Json.copy(rule.given).put("id", rule.id).put("left", rule.left));
    }
    return list;
  }

  /** The rules that apply to a request. Each use is counted. */
  public synchronized List<Strike> strike(Request request) {
    if (rules.isEmpty()) {
      return List.of();
    }
    List<Strike> strikes = new ArrayList<>();
    long now = System.currentTimeMillis();
    Iterator<Rule> each = rules.iterator();
    while (each.hasNext()) {
      Rule rule = each.next();
      if (now >= rule.until || rule.left <= 0) {
        each.remove();
      } else if (rule.concerns(request)) {
        if (rule.skip > 0) {
          rule.skip--;
        } else {
          rule.left--;
          strikes.add(new Strike(rule.kind, rule.given));
        }
      }
    }
    return strikes;
  }

  /** An answer with the changes of the strikes. */
  public static RestAnswer mutated(RestAnswer restAnswer, List<Strike> strikes) {
    RestAnswer result = restAnswer;
    for (Strike strike : strikes) {
      if (result.isJson() && isMutation(strike.kind())) {
        JsonNode body = Json.read(result.body()).orElseGet(Json::object);
        mutate(body, strike.kind(), strike.given().path("fields"));
        result = result.withBody(Json.bytes(body));
      }
    }
    return result;
  }

  private static boolean isMutation(Kind kind) {
    return kind == Kind.UNKNOWN_FIELDS || kind == Kind.NULLS || kind == Kind.MISSING;
  }

  /**
   * Changes a payload in place: {@code fields} names the fields that become null, unknown or
   * missing.
   */
  public static void mutate(JsonNode body, Kind kind, JsonNode fields) {
    if (body.isArray()) {
      body.forEach(element -> mutate(element, kind, fields));
      return;
    }
    if (!(body instanceof ObjectNode object)) {
      return;
    }
    if (kind == Kind.UNKNOWN_FIELDS) {
      object.put("unheard_of", "value").putNull("unheard_of_null");
      object.putObject("unheard_of_object").putArray("list").add(1).add("two");
    }
    for (JsonNode field : fields) {
      if (kind == Kind.NULLS) {
        object.putNull(field.asText());
      } else if (kind == Kind.MISSING) {
        object.remove(field.asText());
      }
    }
  }
}
