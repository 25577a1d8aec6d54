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
 * The inner body of a request: an object whose fields are named in any case. Every reader throws
 * {@link RequestRefused} with 400 and what is expected.
 */
public final class Body {
  private final JsonNode node;

  Body(JsonNode node) {
    this.node = node;
  }

  /**
   * For what cannot be done without one.
   *
   * @throws RequestRefused if there is none; {@code null} is an empty one
   */
  public Body required() {
    if (node.isMissingNode()) {
      throw RequestRefused.badBody("unexpected end of JSON input");
    }
    return this;
  }

  /** Whether the field is there and not null. */
  public boolean has(String name) {
    JsonNode value = field(name);
    return !value.isMissingNode() && !value.isNull();
  }

  /** Whether the field is there, be it null. */
  public boolean names(String name) {
    return !field(name).isMissingNode();
  }

  /** A text; empty if it is missing, null or has no characters. */
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

  /** A text, or a number or truth value as it is written. */
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

  /** A whole number. */
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
   * Whether it is true; no, if it is missing. Null is refused: who sends {@code dry_run} without a
   * value does not mean that everything is to be deleted.
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

  /** A list of texts; empty if it is missing or null. */
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
