package dev.switchboard.sandbox.act;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.sandbox.world.FormErrors;
import dev.switchboard.sandbox.world.Json;
import java.util.HashSet;
import java.util.Set;

/**
 * Checks components of messages and modals, of both versions, and completes them as Discord stores
 * them.
 */
public final class ComponentForm {
  static final int ACTION_ROW = 1;
  static final int BUTTON = 2;
  static final int STRING_SELECT = 3;
  static final int TEXT_INPUT = 4;
  static final int CHANNEL_SELECT = 8;
  static final int SECTION = 9;
  static final int TEXT_DISPLAY = 10;
  static final int CONTAINER = 17;
  static final int LABEL = 18;

  private static final int LINK_STYLE = 5;
  private static final int PREMIUM_STYLE = 6;

  private final FormErrors errors;
  private final Set<String> customIds = new HashSet<>();
  private int count;
  private int text;

  public ComponentForm(FormErrors errors) {
    this.errors = errors;
  }

  void message(ObjectNode form) {
    boolean second = (form.path("flags").asInt() & MessageForm.COMPONENTS_V2) != 0;
    if (second) {
      for (String legacy : new String[] {"content", "embeds", "sticker_ids", "poll"}) {
        JsonNode value = form.path(legacy);
        if (value.isContainerNode() ? !value.isEmpty() : !value.asText("").isEmpty()) {
          errors
              .at(legacy)
              .add(
                  "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
                  "The '"
                      + legacy
                      + "' field cannot be used when using MessageFlags.IS_COMPONENTS_V2");
        }
      }
    }
    JsonNode components = form.path("components");
    if (components.isEmpty()) {
      return;
    }
    if (!second && components.size() > 5) {
      errors.at("components").badLength(1, 5);
    }
    each(errors.at("components"), components, second);
    if (second && count > 40) {
      errors
          .at("components")
          .add("COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", "The maximum number of components is 40");
    }
    if (second && text > 4000) {
      errors
          .at("components")
          .add(
              "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED",
              "The total displayable text size is limited to 4000");
    }
  }

  private void each(FormErrors.FieldPath at, JsonNode components, boolean second) {
    for (int i = 0; i < components.size(); i++) {
      JsonNode component = components.get(i);
      count++;
      int type = component.path("type").asInt();
      boolean known = second ? type >= ACTION_ROW && type <= CONTAINER : type == ACTION_ROW;
      if (!known) {
        at.at(i, "type").notOneOf(second ? "(1, 9, 10, 12, 13, 14, 17)" : "(1,)");
        continue;
      }
      one(at.at(i), component, type, second);
    }
  }

  private void one(FormErrors.FieldPath at, JsonNode component, int type, boolean second) {
    switch (type) {
      case ACTION_ROW -> row(at, component.path("components"));
      case BUTTON -> button(at, component);
      case TEXT_DISPLAY -> {
        text += MessageForm.length(component.path("content").asText(""));
        if (component.path("content").asText("").isEmpty()) {
          at.at("content").required();
        }
      }
      case SECTION, CONTAINER -> {
        each(at.at("components"), component.path("components"), second);
        if (component.path("accessory").path("type").asInt() == BUTTON) {
          button(at.at("accessory"), component.get("accessory"));
        }
      }
      default -> {
        if (isSelect(type)) {
          select(at, component, type);
        }
      }
    }
  }

  static boolean isSelect(int type) {
    return type == STRING_SELECT || (type > TEXT_INPUT && type <= CHANNEL_SELECT);
  }

  private void row(FormErrors.FieldPath at, JsonNode children) {
    if (children.isEmpty() || children.size() > 5) {
      at.at("components").badLength(1, 5);
    }
    int width = 0;
    for (int i = 0; i < children.size(); i++) {
      JsonNode child = children.get(i);
      int type = child.path("type").asInt();
      count++;
      if (type == BUTTON) {
        width++;
        button(at.at("components", i), child);
      } else if (isSelect(type)) {
        width += 5;
        select(at.at("components", i), child, type);
      } else {
        at.at("components", i, "type").notOneOf("(2, 3, 5, 6, 7, 8)");
      }
    }
    if (width > 5) {
      at.add(
          "COMPONENT_LAYOUT_WIDTH_EXCEEDED", "The specified component exceeds the maximum width");
    }
  }

  private void button(FormErrors.FieldPath at, JsonNode button) {
    int style = button.path("style").asInt();
    if (style < 1 || style > PREMIUM_STYLE) {
      at.at("style").notOneOf("(1, 2, 3, 4, 5, 6)");
    }
    if (MessageForm.length(button.path("label").asText("")) > 80) {
      at.at("label").tooLong(80);
    }
    if (style == LINK_STYLE) {
      if (!Json.has(button, "url")) {
        at.at("url").required();
      }
      return;
    }
    if (style != PREMIUM_STYLE) {
      customId(at, button);
      if (!Json.has(button, "label") && !Json.has(button, "emoji")) {
        at.add("BUTTON_COMPONENT_INVALID_LABEL", "A label or emoji must be specified");
      }
    }
  }

  private void select(FormErrors.FieldPath at, JsonNode select, int type) {
    customId(at, select);
    if (MessageForm.length(select.path("placeholder").asText("")) > 150) {
      at.at("placeholder").tooLong(150);
    }
    if (type != STRING_SELECT) {
      return;
    }
    JsonNode options = select.path("options");
    if (options.isEmpty() || options.size() > 25) {
      at.at("options").badLength(1, 25);
    }
    Set<String> values = new HashSet<>();
    for (int i = 0; i < options.size(); i++) {
      for (String field : new String[] {"label", "value"}) {
        int length = MessageForm.length(options.get(i).path(field).asText(""));
        if (length < 1 || length > 100) {
          at.at("options", i, field).badLength(1, 100);
        }
      }
      if (!values.add(options.get(i).path("value").asText())) {
        at.at("options", i, "value")
            .add(
                "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
                "The specified option value is already used");
      }
    }
  }

  private void customId(FormErrors.FieldPath at, JsonNode component) {
    String id = component.path("custom_id").asText("");
    if (id.isEmpty()) {
      at.at("custom_id").required();
    } else if (MessageForm.length(id) > 100) {
      at.at("custom_id").tooLong(100);
    } else if (!customIds.add(id)) {
      at.at("custom_id")
          .add("COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated");
    }
  }

  /** Checks the data of callback type 9. */
  public void modal(ObjectNode modal) {
    int title = MessageForm.length(modal.path("title").asText(""));
    if (title < 1 || title > 45) {
      errors.at("data", "title").badLength(1, 45);
    }
    customId(errors.at("data"), modal);
    JsonNode components = modal.path("components");
    if (components.isEmpty() || components.size() > 5) {
      errors.at("data", "components").badLength(1, 5);
    }
    for (int i = 0; i < components.size(); i++) {
      JsonNode outer = components.get(i);
      int type = outer.path("type").asInt();
      if (type == ACTION_ROW) {
        input(
            errors.at("data", "components", i, "components", 0),
            outer.path("components").path(0),
            true);
      } else if (type == LABEL) {
        input(errors.at("data", "components", i, "component"), outer.path("component"), false);
      } else if (type != TEXT_DISPLAY) {
        errors.at("data", "components", i, "type").notOneOf("(1, 10, 18)");
      }
    }
  }

  private void input(FormErrors.FieldPath at, JsonNode input, boolean labelled) {
    int type = input.path("type").asInt();
    customId(at, input);
    if (type != TEXT_INPUT) {
      return;
    }
    int label = MessageForm.length(input.path("label").asText(""));
    if (labelled && (label < 1 || label > 45)) {
      at.at("label").badLength(1, 45);
    }
    int style = input.path("style").asInt();
    if (style != 1 && style != 2) {
      at.at("style").notOneOf("(1, 2)");
    }
  }

  /** Completes components as Discord stores them: each gets a number, selects get their bounds. */
  public static ArrayNode stored(JsonNode components) {
    return stored(components, new int[] {0});
  }

  private static ArrayNode stored(JsonNode components, int[] last) {
    ArrayNode list = Json.array();
    for (JsonNode component : components) {
      list.add(storedOne((ObjectNode) component, last));
    }
    return list;
  }

  private static ObjectNode storedOne(ObjectNode component, int[] last) {
    ObjectNode stored = Json.object().put("type", component.path("type").asInt());
    stored.put("id", ++last[0]);
    component
        .properties()
        .forEach(e -> {
          JsonNode value = e.getValue();
          if (e.getKey().equals("components")) {
            stored.set("components", stored(value, last));
          } else if (value instanceof ObjectNode child && isComponentField(e.getKey())) {
            stored.set(e.getKey(), storedOne(child, last));
          } else if (!value.isNull() && !e.getKey().equals("id")) {
            stored.set(e.getKey(), value);
          }
        });
    int type = component.path("type").asInt();
    if (isSelect(type)) {
      stored.put("min_values", component.path("min_values").asInt(1));
      stored.put("max_values", component.path("max_values").asInt(1));
    }
    return stored;
  }

  private static boolean isComponentField(String field) {
    return field.equals("accessory") || field.equals("component");
  }
}
