package dev.switchboard.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * What goes wrong with REST requests because a test asked for it. A rule names a kind, the routes
 * (a regular expression over {@code POST /channels/{channel}/messages} and the path), and how often
 * or how long.
 */
final class Faults {
  /** What a rule does to a request. */
  enum Kind {
    /** Waits before the deed. */
    LATENCY,
    /** Does the deed, then waits before the answer. */
    LATE_ANSWER,
    /** Answers with a status, without the deed. */
    STATUS,
    /** Answers 429, without the deed. */
    RATE_LIMIT,
    /** Resets the connection, without the deed. */
    RESET,
    /** Does the deed, then resets the connection. */
    LOST_ANSWER,
    /** Does the deed, then answers a 5xx all the same. */
    FAILED_AFTER,
    /** Adds unknown fields to the answer. */
    UNKNOWN_FIELDS,
    /** Writes nulls where the answer has optional fields. */
    NULLS,
    /** Leaves the fields out that the rule names. */
    MISSING
  }

  private static final class Rule {
    private final long id;
    private final Kind kind;
    private final Pattern route;
    private final ObjectNode given;
    private final long until;
    private long skip;
    private long left;

    Rule(long id, Kind kind, Pattern route, ObjectNode given, long until) {
      this.id = id;
      this.kind = kind;
      this.route = route;
      this.given = given;
      this.until = until;
      this.skip = given.path("skip").asLong(0);
      this.left = given.path("count").asLong(until == Long.MAX_VALUE ? 1 : Long.MAX_VALUE);
    }
  }

  /** A rule that strikes a request. */
  record Strike(Kind kind, ObjectNode given) {
    long millis() {
      return given.path("millis").asLong(0);
    }

    int status() {
      return given.path("status").asInt(503);
    }

    double retryAfter() {
      return given.path("retry_after").asDouble(1);
    }

    boolean isGlobal() {
      return given.path("global").asBoolean(false);
    }
  }

  private final List<Rule> rules = new ArrayList<>();
  private long lastId;

  /**
   * Adds a rule: {@code {kind, route?, count?, skip?, for_millis?, millis?, status?, retry_after?,
   * global?, fields?}}.
   */
  synchronized long add(ObjectNode given) {
    Kind kind;
    Pattern route;
    try {
      kind = Kind.valueOf(given.path("kind").asText().toUpperCase(java.util.Locale.ROOT));
      route = Pattern.compile(given.path("route").asText(".*"));
    } catch (PatternSyntaxException e) {
      throw ApiError.field("route", "PATTERN", e.getDescription());
    } catch (IllegalArgumentException e) {
      throw ApiError.field(
          "kind", "BASE_TYPE_CHOICES", "Value must be one of " + List.of(Kind.values()));
    }
    long until =
        given.has("for_millis")
            ? System.currentTimeMillis() + given.get("for_millis").asLong()
            : Long.MAX_VALUE;
    rules.add(new Rule(++lastId, kind, route, given, until));
    return lastId;
  }

  synchronized void clear() {
    rules.clear();
  }

  synchronized void remove(long id) {
    rules.removeIf(rule -> rule.id == id);
  }

  synchronized ArrayNode shown() {
    ArrayNode list = Json.array();
    for (Rule rule : rules) {
      list.add(Json.copy(rule.given).put("id", rule.id).put("left", rule.left));
    }
    return list;
  }

  /** Which rules strike a request; each is counted. */
  synchronized List<Strike> strike(String route, String path) {
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
      } else if (rule.route.matcher(route).find() || rule.route.matcher(path).find()) {
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

  /** An answer with its payload changed as the strikes want it. */
  static Answer mutated(Answer answer, List<Strike> strikes) {
    Answer result = answer;
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
   * Changes a payload in place: {@code fields} says which fields become null, unknown or missing.
   */
  static void mutate(JsonNode body, Kind kind, JsonNode fields) {
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
