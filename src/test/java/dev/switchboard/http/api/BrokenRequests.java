package dev.switchboard.http.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.http.api.ApiDocument.Operation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Requests that are broken in one place each (http-api.md, 1.9), made from a description. */
final class BrokenRequests {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          // An endless number would be none for a schema.
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private static final int MANY = 10 * 1024 * 1024;

  /** In JSON. Whether one is wrong for a field, its schema says. */
  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "0",
          "-1",
          "-0",
          "1.5",
          "1e400",
          "9223372036854775808",
          "{}",
          "[]",
          "[[]]",
          "[null]",
          "[7]",
          "[\"nothing\"]",
          "\"\"",
          "\"   \"",
          "\"nothing\"",
          "\"7\"",
          "\"../../etc/passwd\"",
          "\"%2F\"",
          "\"a\\u202Eb\"",
          "\"" + "9".repeat(17) + "\"",
          "\"0" + "1".repeat(17) + "\"",
          "\"-" + "1".repeat(17) + "\"",
          "[".repeat(200) + "]".repeat(200),
          "{\"a\":".repeat(200) + "1" + "}".repeat(200));

  /** In JSON. They are wrong in each text, and no schema can say so. */
  private static final List<String> NO_TEXTS =
      List.of("\"a\\u0000b\"", "\"\\ud800\"", "\"\\udc00\\ud800\"");

  private static final List<String> PARAMETERS =
      List.of(
          "",
          " ",
          "nothing",
          "-1",
          "-0",
          "1.5",
          "1e400",
          "NaN",
          "0",
          "9223372036854775808",
          "null",
          "[]",
          "true,false",
          "../../etc/passwd",
          "%2F",
          "a\u202Eb",
          "a".repeat(100_000),
          "9".repeat(100_000));

  private static final List<String> NO_PARAMETERS = List.of("a\u0000b", "\ud800", "\udc00\ud800");

  private static final List<String> SEGMENTS =
      List.of(
          "0",
          "-1",
          "-0",
          "1.5",
          "1e400",
          "x",
          "%00",
          "1%00",
          "..",
          "%2e%2e%2f",
          "%2F",
          "1%2F1",
          "%5C",
          "%ff",
          "%C3",
          "%zz",
          "%",
          "%E2%80%AE",
          "%ED%A0%80",
          "9223372036854775808",
          "01",
          "%20",
          "+1",
          "1;a=b",
          "9".repeat(100_000),
          "a".repeat(100_000));

  private static final List<String> NO_OBJECTS =
      List.of(
          "",
          " ",
          "{",
          "[]",
          "\"a\"",
          "null",
          "7",
          "true",
          "{} {}",
          "{\"a\":NaN}",
          "{'a':1}",
          "\u0000",
          "\uFEFF",
          "[".repeat(200) + "]".repeat(200),
          "{\"a\":".repeat(200) + "1" + "}".repeat(200));

  private static final List<String> NO_JSON_TYPES =
      List.of(
          "",
          "text/plain",
          "application/x-www-form-urlencoded",
          "multipart/form-data",
          "text/json",
          "application/jsonx",
          "*/*");

  /**
   * A broken request.
   *
   * @param refused whether it has to be refused; else any answer that is described will do
   */
  record Broken(String what, Draft draft, boolean refused) {
    @Override
    public String toString() {
      return what.length() > 120 ? what.substring(0, 120) + "…" : what;
    }
  }

  private final ApiDocument document;
  private final Operation operation;
  private final Draft good;
  private final List<Broken> all = new ArrayList<>();

  private BrokenRequests(ApiDocument document, Operation operation) {
    this.document = document;
    this.operation = operation;
    this.good = Draft.of(document, operation);
  }

  static List<Broken> of(ApiDocument document, Operation operation) {
    BrokenRequests broken = new BrokenRequests(document, operation);
    broken.paths();
    broken.queries();
    broken.headers();
    document.body(operation).ifPresent(broken::bodies);
    return broken.all;
  }

  private void add(String what, Draft draft, boolean refused) {
    all.add(new Broken(what, draft, refused));
  }

  // ---- outside the body

  private void paths() {
    for (JsonNode parameter : document.parameters(operation, "path")) {
      String name = "{" + parameter.path("name").asText() + "}";
      SEGMENTS.forEach(segment ->
          add("path " + segment, good.path(operation.path().replace(name, segment)), true));
    }
    add("path with %00", good.path(good.path() + "%00"), true);
    add(
        "path with an encoded slash",
        good.path(good.path().replaceFirst("/([^/]*)$", "%2F$1")),
        true);
    add("path that ends with a slash", good.path(good.path() + "/"), true);
    add("long path", good.path(good.path() + "/a".repeat(50_000)), true);
  }

  private void queries() {
    for (JsonNode parameter : document.parameters(operation, "query")) {
      String name = parameter.path("name").asText();
      JsonNode schema = parameter.path("schema");
      Draft without = good.withoutQuery(name);
      List<String> values = new ArrayList<>(PARAMETERS);
      edges(document.resolved(schema)).forEach(edge -> values.add(String.valueOf(edge)));
      if (schema.has("maxLength")) {
        values.add("a".repeat(schema.path("maxLength").asInt() + 1));
      }
      values.forEach(value ->
          add(
              "?" + name + "=" + value,
              without.query(name, value),
              !document.faults(schema, document.value(schema, value)).isEmpty()));
      NO_PARAMETERS.forEach(
          value -> add("?" + name + " with what is no text", without.query(name, value), true));
      String example = parameter.path("example").asText();
      add("?" + name + " twice", without.query(name, example).query(name, example), true);
    }
    boolean reads = !document.parameters(operation, "query").isEmpty();
    add("an unknown parameter", good.query("nothing", "1"), reads);
  }

  private static List<Long> edges(JsonNode schema) {
    List<Long> edges = new ArrayList<>();
    if (schema.has("minimum")) {
      edges.add(schema.path("minimum").asLong() - 1);
    }
    if (schema.has("maximum") && schema.path("maximum").asLong() < Long.MAX_VALUE) {
      edges.add(schema.path("maximum").asLong() + 1);
    }
    return edges;
  }

  private void headers() {
    String much = "a".repeat(100_000);
    add("long id", good.header("X-Request-Id", much), false);
    add("long agent", good.header("User-Agent", much), false);
    add("broken id", good.header("X-Request-Id", "a\u0000\r\nX: y"), false);
    add("long tag", good.header("If-None-Match", much), false);
    add("long language", good.header("Accept-Language", much), false);
    add(
        "long cookie",
        good.header("Cookie", "__Host-session_id=" + much),
        operation.needs("session"));
    add(
        "broken cookie",
        good.header("Cookie", ";;=;=a;__Host-session_id"),
        operation.needs("session"));
    add("long key", good.header("X-API-Key", much), operation.needs("apiKey"));
    add(
        "bearer nothing",
        good.without("X-API-Key").header("Authorization", "Bearer "),
        operation.needs("apiKey"));
    add(
        "basic",
        good.without("X-API-Key").header("Authorization", "Basic YTpi"),
        operation.needs("apiKey"));
    add(
        "a body that nobody asked for",
        good.body(
            good.type().isEmpty() ? "application/json" : good.type(),
            good.body().isEmpty() ? "{".getBytes(StandardCharsets.UTF_8) : good.body().toArray()),
        false);
    // Browsers add no API key by themselves, so keys need no such proof.
    if (operation.needs("session") && !operation.changesNothing()) {
      for (String site : List.of("cross-site", "same-site", "none", "", "SAME-ORIGIN")) {
        add("from " + site, good.header("Sec-Fetch-Site", site), true);
      }
      add("from nowhere", good.without("Sec-Fetch-Site"), true);
    }
  }

  // ---- the body

  private void bodies(JsonNode body) {
    JsonNode schema = document.resolved(body.path("schema"));
    JsonNode example = body.path("example");
    byte[] bytes = example.toString().getBytes(StandardCharsets.UTF_8);
    NO_OBJECTS.forEach(text -> add("body " + text, good.json(text), true));
    NO_JSON_TYPES.forEach(type -> add("type '" + type + "'", good.body(type, bytes), true));
    add("something behind the body", good.json(example + "x"), true);
    for (String name : properties(schema)) {
      JsonNode property = document.resolved(schema.path("properties").path(name));
      without(schema, example, name);
      values(property).forEach(value -> with(schema, example, name, value));
      NO_TEXTS.forEach(
          value -> add(name + " " + value, good.json(put(example, name, value)), true));
      add(name + " twice", good.json(twice(example, name)), true);
      add(name + " that is no UTF-8", good.body("application/json", noUtf8(example, name)), true);
      add(name + " of 10 MB", good.json(put(example, name, "\"" + "a".repeat(MANY) + "\"")), true);
    }
    with(schema, example, "nothing", "1");
    with(schema, example, "__proto__", "{}");
    with(schema, example, properties(schema).getFirst().toUpperCase(Locale.ROOT), "1");
  }

  private static List<String> properties(JsonNode schema) {
    List<String> names = new ArrayList<>();
    schema.path("properties").fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static List<String> values(JsonNode property) {
    List<String> values = new ArrayList<>(VALUES);
    edges(property).forEach(edge -> values.add(String.valueOf(edge)));
    if (property.has("maxLength")) {
      int most = property.path("maxLength").asInt();
      values.add("\"" + "a".repeat(most) + "\"");
      values.add("\"" + "a".repeat(most + 1) + "\"");
      values.add("\"" + "😀".repeat(most) + "\"");
      values.add("\"" + "😀".repeat(most + 1) + "\"");
    }
    return values;
  }

  private void without(JsonNode schema, JsonNode example, String name) {
    ObjectNode changed = example.deepCopy();
    changed.remove(name);
    add("no " + name, good.json(changed.toString()), !document.faults(schema, changed).isEmpty());
  }

  private void with(JsonNode schema, JsonNode example, String name, String value) {
    String json = put(example, name, value);
    boolean wrong;
    try {
      wrong = !document.faults(schema, MAPPER.readTree(json)).isEmpty();
    } catch (JsonProcessingException notEvenJson) {
      wrong = true;
    }
    add(name + " " + value, good.json(json), wrong);
  }

  private static String put(JsonNode example, String name, String value) {
    ObjectNode changed = example.deepCopy();
    changed.put(name, "@");
    return changed.toString().replace("\"@\"", value);
  }

  private static String twice(JsonNode example, String name) {
    return example.toString().replaceFirst("\\{", "{\"" + name + "\":" + example.path(name) + ",");
  }

  private static byte[] noUtf8(JsonNode example, String name) {
    return put(example, name, "\"\u00c3\"").getBytes(StandardCharsets.ISO_8859_1);
  }
}
