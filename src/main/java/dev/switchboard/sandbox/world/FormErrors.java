package dev.switchboard.sandbox.world;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Collects the errors of a form, nested by field and index: {@code
 * {"embeds":{"0":{"title":{"_errors":[{"code":…, "message":…}]}}}}}.
 */
public final class FormErrors {
  private final ObjectNode tree = Json.object();

  /** A place in the form: field names and indexes from the outside in. */
  public FieldPath at(Object... path) {
    return new FieldPath(path);
  }

  boolean isEmpty() {
    return tree.isEmpty();
  }

  ObjectNode tree() {
    return tree;
  }

  /** Throws the collected errors, if any. */
  public void throwIfAny() {
    if (!isEmpty()) {
      throw ApiError.form(tree);
    }
  }

  public final class FieldPath {
    private final Object[] path;

    private FieldPath(Object[] path) {
      this.path = path.clone();
    }

    public FieldPath at(Object... more) {
      Object[] longer = new Object[path.length + more.length];
      System.arraycopy(path, 0, longer, 0, path.length);
      System.arraycopy(more, 0, longer, path.length, more.length);
      return new FieldPath(longer);
    }

    public void add(String code, String message) {
      ObjectNode node = tree;
      for (Object step : path) {
        String key = step.toString();
        node = node.get(key) instanceof ObjectNode next ? next : node.putObject(key);
      }
      ArrayNode errors =
          node.get("_errors") instanceof ArrayNode list ? list : node.putArray("_errors");
      errors.addObject().put("code", code).put("message", message);
    }

    public void required() {
      add("BASE_TYPE_REQUIRED", "This field is required");
    }

    public void tooLong(int most) {
      add("BASE_TYPE_MAX_LENGTH", "Must be " + most + " or fewer in length.");
    }

    public void badLength(int least, int most) {
      add("BASE_TYPE_BAD_LENGTH", "Must be between " + least + " and " + most + " in length.");
    }

    public void notOneOf(String choices) {
      add("BASE_TYPE_CHOICES", "Value must be one of " + choices + ".");
    }
  }
}
