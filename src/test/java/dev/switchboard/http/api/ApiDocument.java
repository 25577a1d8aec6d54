package dev.switchboard.http.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The description {@code openapi.yaml}, for tests. Answers may have no field that it lacks. */
public final class ApiDocument {
  public static final ApiDocument SHARED = read();

  private final JsonNode root;
  private final SchemaRegistry registry =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
  private final Map<JsonNode, Schema> schemas = new HashMap<>();

  private ApiDocument(JsonNode root) {
    this.root = root;
    root.at("/components/schemas").forEach(ApiDocument::close);
  }

  private static ApiDocument read() {
    try (InputStream file = ApiDocument.class.getResourceAsStream("/api/openapi.yaml")) {
      return new ApiDocument(new YAMLMapper().readTree(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void close(JsonNode schema) {
    if (schema instanceof ObjectNode object && object.has("properties")) {
      object.put("additionalProperties", false);
    }
  }

  public JsonNode root() {
    return root;
  }

  /**
   * An operation.
   *
   * @param method in capitals
   */
  record Operation(String method, String path, JsonNode node) {
    boolean changesNothing() {
      return method.equals("GET");
    }

    /** Whether it asks for that credential, as {@code session}. */
    boolean needs(String scheme) {
      JsonNode security = node.path("security");
      return !security.isEmpty()
          && stream(security).allMatch(one -> one.size() > 0)
          && stream(security).anyMatch(one -> one.has(scheme));
    }

    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  static Stream<JsonNode> stream(JsonNode array) {
    List<JsonNode> all = new ArrayList<>();
    array.forEach(all::add);
    return all.stream();
  }

  List<Operation> operations() {
    List<Operation> all = new ArrayList<>();
    for (var path : root.path("paths").properties()) {
      for (var method : path.getValue().properties()) {
        all.add(
            new Operation(
                method.getKey().toUpperCase(Locale.ROOT), path.getKey(), method.getValue()));
      }
    }
    return all;
  }

  /** The same node, or the one that it refers to. */
  JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? root.at(node.path("$ref").asText().substring(1)) : node;
  }

  /** The parameters of an operation that stand in a place, as {@code query}. */
  List<JsonNode> parameters(Operation operation, String in) {
    return stream(operation.node().path("parameters"))
        .map(this::resolved)
        .filter(parameter -> parameter.path("in").asText().equals(in))
        .toList();
  }

  /** The body of requests: a media type with its schema and example. */
  Optional<JsonNode> body(Operation operation) {
    return Optional.of(operation.node().at("/requestBody/content/application~1json"))
        .filter(JsonNode::isObject);
  }

  /** What is said of a status; missing where it is not said. */
  JsonNode response(Operation operation, int status) {
    return resolved(operation.node().path("responses").path(String.valueOf(status)));
  }

  /** What is wrong with a value. */
  public List<String> faults(JsonNode schema, JsonNode value) {
    return schemas
        .computeIfAbsent(schema, this::compiled)
        .validate(
            value,
            context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)))
        .stream()
        .map(String::valueOf)
        .toList();
  }

  /** Standing alone, with all that it may refer to. */
  private Schema compiled(JsonNode schema) {
    ObjectNode alone = schema.deepCopy();
    alone.set("components", root.path("components"));
    return registry.getSchema(alone);
  }

  /** The value of a parameter or header, which is sent as a text, as its schema sees it. */
  JsonNode value(JsonNode schema, String text) {
    var nodes = com.fasterxml.jackson.databind.node.JsonNodeFactory.instance;
    return switch (resolved(schema).path("type").asText()) {
      case "integer" ->
          text.matches("-?[0-9]{1,30}")
              ? nodes.numberNode(new java.math.BigInteger(text))
              : nodes.textNode(text);
      case "boolean" ->
          text.equals("true") || text.equals("false")
              ? nodes.booleanNode(text.equals("true"))
              : nodes.textNode(text);
      default -> nodes.textNode(text);
    };
  }
}
