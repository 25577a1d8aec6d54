package dev.switchboard.sandbox.rest;

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
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Checks requests and answers against Discord's own OpenAPI file, which the environment variable
 * {@code DISCORD_OPENAPI} names. {@link CheckedRest} does so for all that a test brings about.
 */
public final class DiscordSpec {
  private static final String ID = "https://discord.example/openapi.json";
  private static final String REQUEST = "request";

  /** Described in words only ("OAuth2"). */
  private static final String TOKENS = "/oauth2/token";

  private static final Optional<DiscordSpec> SHARED = load();

  /**
   * Where the file is behind Discord: nested errors have codes that are strings (Discord's
   * documentation, "Error Messages"); a message that forwards refers by type 1 and without content;
   * permissions are sent as strings ("Permissions").
   */
  private static final Pattern KNOWN_GAPS =
      Pattern.compile(
          "/errors.*|/message_reference.*|(/\\d+)?/default_member_permissions: string found.*"
              + "|(/permission_overwrites/\\d+)?/(allow|deny): string found.*");

  private record Operation(
      String method, String template, Pattern path, int literal, JsonNode node) {}

  private final ObjectMapper mapper = new ObjectMapper();
  private final JsonNode document;
  private final List<Operation> operations = new ArrayList<>();
  private final SchemaRegistry registry;
  private final Map<String, Schema> schemas = new ConcurrentHashMap<>();

  private static Optional<DiscordSpec> load() {
    String file = System.getenv("DISCORD_OPENAPI");
    return file == null || file.isEmpty()
        ? Optional.empty()
        : Optional.of(new DiscordSpec(Path.of(file)));
  }

  public static Optional<DiscordSpec> fromEnvironment() {
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
   * The validator does not resolve "~1" in a location, so each schema is copied under a plain name.
   */
  private void add(String method, String template, JsonNode node, ObjectNode components) {
    for (var response : node.path("responses").properties()) {
      JsonNode schema =
          resolved(response.getValue()).path("content").path("application/json").path("schema");
      if (!schema.isMissingNode()) {
        components.set(key(method, template, response.getKey()), schema);
      }
    }
    JsonNode request = node.at("/requestBody/content/application~1json/schema");
    if (!request.isMissingNode()) {
      components.set(key(method, template, REQUEST), request);
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

  private static String key(Operation operation, String part) {
    return key(operation.method(), operation.template(), part);
  }

  private static String key(String method, String template, String part) {
    return "op_"
        + (method + template + "_" + part)
            .replaceAll("[^A-Za-z0-9]+", "_")
            .toLowerCase(java.util.Locale.ROOT);
  }

  /** What is wrong with an answer, and with a request that was done; empty where nothing is. */
  public List<String> findings(
      String method, String path, String sent, int status, String answered) {
    Operation operation =
        operations.stream()
            .filter(o -> o.method().equals(method) && o.path().matcher(path).matches())
            .max(Comparator.comparingInt(Operation::literal))
            .orElse(null);
    if (operation == null) {
      boolean refused = status == 404 || status == 405;
      return refused || path.equals(TOKENS) ? List.of() : List.of("is not described");
    }
    JsonNode responses = operation.node().path("responses");
    String as =
        responses.has(String.valueOf(status)) ? String.valueOf(status) : status / 100 + "XX";
    if (!responses.has(as)) {
      return List.of("the status " + status + " is not described");
    }
    List<String> found = new ArrayList<>();
    check("answered " + status, key(operation, as), answered, found);
    if (status < 300) {
      check("taken", key(operation, REQUEST), sent, found);
    }
    return found;
  }

  private void check(String what, String key, String json, List<String> found) {
    if (json.isEmpty() || !document.at("/components/schemas").has(key)) {
      return;
    }
    Schema schema =
        schemas.computeIfAbsent(
            key, k -> registry.getSchema(SchemaLocation.of(ID + "#/components/schemas/" + k)));
    try {
      schema.validate(mapper.readTree(json)).stream()
          .map(String::valueOf)
          .filter(finding -> !KNOWN_GAPS.matcher(finding).matches())
          .forEach(finding -> found.add(what + ": " + finding));
    } catch (IOException e) {
      found.add(what + ": " + e.getMessage());
    }
  }
}
