package dev.switchboard.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Checks answers against Discord's own OpenAPI file, which the environment variable {@code
 * DISCORD_OPENAPI} names. Every answer that {@link RawBot} gets in a test run is checked; the
 * findings of all tests are gathered here.
 */
final class DiscordSpec {
  private static final String ID = "https://discord.example/openapi.json";
  private static final Optional<DiscordSpec> SHARED = load();

  private record Operation(
      String method, String template, Pattern path, int literal, JsonNode node) {}

  private final ObjectMapper mapper = new ObjectMapper();
  private final JsonNode document;
  private final List<Operation> operations = new ArrayList<>();
  private final SchemaRegistry registry;
  private final Map<String, Schema> schemas = new ConcurrentHashMap<>();
  private final Set<String> findings = new ConcurrentSkipListSet<>();

  private static Optional<DiscordSpec> load() {
    String file = System.getenv("DISCORD_OPENAPI");
    return file == null || file.isEmpty()
        ? Optional.empty()
        : Optional.of(new DiscordSpec(Path.of(file)));
  }

  static Optional<DiscordSpec> fromEnvironment() {
    return SHARED;
  }

  private DiscordSpec(Path file) {
    try {
      document = mapper.readTree(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ObjectNode components = (ObjectNode) document.at("/components/schemas");
    for (var path : document.get("paths").properties()) {
      for (var operation : path.getValue().properties()) {
        if (Set.of("get", "post", "put", "patch", "delete").contains(operation.getKey())) {
          add(operation.getKey(), path.getKey(), operation.getValue(), components);
        }
      }
    }
    ObjectNode bare = mapper.createObjectNode();
    bare.set("components", document.get("components"));
    registry =
        SchemaRegistry.withDialect(
            Dialects.getOpenApi31(), b -> b.schemas(Map.of(ID, bare.toString())));
  }

  /**
   * The validator does not resolve "~1" in a location, so each answer's schema is copied under a
   * plain name.
   */
  private void add(String method, String template, JsonNode node, ObjectNode components) {
    for (var response : node.path("responses").properties()) {
      JsonNode schema =
          resolved(response.getValue()).path("content").path("application/json").path("schema");
      if (!schema.isMissingNode()) {
        components.set(key(method, template, response.getKey()), schema);
      }
    }
    String regex =
        List.of(template.split("/", -1)).stream()
            .map(part -> part.startsWith("{") ? "[^/]+" : Pattern.quote(part))
            .collect(Collectors.joining("/"));
    int literal = template.replaceAll("\\{[^}]*}", "").length();
    operations.add(
        new Operation(
            method.toUpperCase(java.util.Locale.ROOT),
            template,
            Pattern.compile(regex),
            literal,
            node));
  }

  private JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? document.at(node.get("$ref").asText().substring(1)) : node;
  }

  private static String key(String method, String template, String status) {
    return "op_"
        + (method + template + "_" + status)
            .replaceAll("[^A-Za-z0-9]+", "_")
            .toLowerCase(java.util.Locale.ROOT);
  }

  void note(String method, String uri, int status, String body) {
    String path = uri.replaceAll("\\?.*", "");
    Operation operation =
        operations.stream()
            .filter(o -> o.method().equals(method) && o.path().matcher(path).matches())
            .max(Comparator.comparingInt(Operation::literal))
            .orElse(null);
    boolean madeUp = status >= 500; // only faults that a test asked for
    if (operation == null || madeUp) {
      return;
    }
    String name = method + " " + operation.template();
    JsonNode responses = operation.node().path("responses");
    String as =
        responses.has(String.valueOf(status)) ? String.valueOf(status) : status / 100 + "XX";
    if (!responses.has(as)) {
      findings.add(name + ": the status " + status + " is not described");
      return;
    }
    String key = key(method.toLowerCase(java.util.Locale.ROOT), operation.template(), as);
    if (body.isEmpty() || !document.at("/components/schemas").has(key)) {
      return;
    }
    Schema schema =
        schemas.computeIfAbsent(
            key, k -> registry.getSchema(SchemaLocation.of(ID + "#/components/schemas/" + k)));
    try {
      schema.validate(mapper.readTree(body)).stream()
          .map(String::valueOf)
          .filter(finding -> !isKnownGap(finding))
          .forEach(finding -> findings.add(name + " " + status + ": " + finding));
    } catch (IOException e) {
      findings.add(name + ": " + e.getMessage());
    }
  }

  /**
   * Where the file is behind Discord: nested errors have codes that are strings (Discord's
   * documentation, "Error Messages"), and a message that forwards refers by type 1.
   */
  private static boolean isKnownGap(String finding) {
    return finding.startsWith("/errors") || finding.startsWith("/message_reference/type");
  }

  /** What was found since the last asking. */
  Set<String> takeFindings() {
    Set<String> taken = new TreeSet<>(findings);
    findings.removeAll(taken);
    return taken;
  }
}
