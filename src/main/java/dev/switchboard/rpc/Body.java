package dev.switchboard.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The inner body of a request: an object whose field names are read without regard to case. Every
 * reader throws {@link RequestRefused} with status 400 and the expected form.
 */
public final class Body {
  private final JsonNode node;

  Body(JsonNode node) {
    this.node = node;
  }

  /**
   * The body, for an operation that needs one.
   *
   * @throws RequestRefused if the request has no body; a body of {@code null} counts as an empty
   *     object
   */
  public Body required() {
    if (node.isMissingNode()) {
      throw RequestRefused.badBody("unexpected end of JSON input");
    }
    return this;
  }

  /** Whether the field is present and not null. */
  public boolean has(String name) {
    JsonNode value = field(name);
    return !value.isMissingNode() && !value.isNull();
  }

  /** Whether the field is present, with any value or null. */
  public boolean names(String name) {
    return !field(name).isMissingNode();
  }

  /** The text of a field; empty if the field is missing, null or an empty string. */
  public Optional<String> text(String name) {
    if (!has(name)) {
      return Optional.empty();
    }
    JsonNode value = field(name);
    if (!value.isTextual()) {
      throw RequestRefused.badBody(name + " must be a string");
    }
    return Optional.of(value.textValue()).filter(text -> !text.isEmpty());
  }

  /** The text of a field, or its number or truth value as written. */
  public Optional<String> plain(String name) {
    if (!has(name)) {
      return Optional.empty();
    }
    JsonNode value = field(name);
    if (!value.isValueNode()) {
      throw RequestRefused.badBody(name + " must be a string or a number");
    }
    return Optional.of(value.asText()).filter(text -> !text.isEmpty());
  }

  /** The whole number of a field; empty if the field is missing or null. */
  public OptionalLong whole(String name) {
    if (!has(name)) {
      return OptionalLong.empty();
    }
    JsonNode value = field(name);
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw RequestRefused.badBody(name + " must be a whole number");
    }
    return OptionalLong.of(value.longValue());
  }

  /**
   * The truth value of a field; false if the field is missing. Null is refused: a request with
   * {@code dry_run} but without a value must not delete everything.
   */
  public boolean flag(String name) {
    if (!names(name)) {
      return false;
    }
    JsonNode value = field(name);
    if (!value.isBoolean()) {
      throw RequestRefused.badBody(name + " must be true or false");
    }
    return value.booleanValue();
  }

  /** The list of texts of a field; empty if the field is missing or null. */
  public List<String> texts(String name) {
    if (!has(name)) {
      return List.of();
    }
    JsonNode value = field(name);
    List<String> texts = new ArrayList<>();
    for (JsonNode item : value) {
      if (!item.isTextual()) {
        throw RequestRefused.badBody(name + " must be a list of strings");
      }
      texts.add(item.textValue());
    }
    if (!value.isArray()) {
      throw RequestRefused.badBody(name + " must be a list of strings");
    }
    return texts;
  }

  private JsonNode field(String name) {
    if (node.isMissingNode() || node.isNull()) {
      return MissingNode.getInstance();
    }
    if (!node.isObject()) {
      throw RequestRefused.badBody("expected an object");
    }
    JsonNode found = MissingNode.getInstance();
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      if (field.getKey().toLowerCase(Locale.ROOT).equals(name)) {
        found = field.getValue();
      }
    }
    return found;
  }
}
