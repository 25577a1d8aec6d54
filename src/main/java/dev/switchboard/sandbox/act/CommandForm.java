package dev.switchboard.sandbox.act;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.sandbox.world.ApiError;
import dev.switchboard.sandbox.world.FormErrors;
import dev.switchboard.sandbox.world.Json;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks an application command's form against Discord's rules. */
public final class CommandForm {
  static final int CHAT_INPUT = 1;
  static final int SUB_COMMAND = 1;
  static final int SUB_COMMAND_GROUP = 2;

  private static final int LARGEST_TYPE = 11;
  private static final Pattern NAME =
      Pattern.compile("[-_'\\p{L}\\p{N}\\p{IsDevanagari}\\p{IsThai}]{1,32}");

  private final FormErrors errors = new FormErrors();

  private CommandForm() {}

  public static void check(JsonNode command) {
    CommandForm check = new CommandForm();
    check.command(command, check.errors.at());
    check.errors.throwIfAny();
  }

  /** Checks the list of a bulk overwrite; errors are nested by index. */
  public static void checkAll(JsonNode commands) {
    CommandForm check = new CommandForm();
    if (!commands.isArray()) {
      throw ApiError.of(400, 50035, "Invalid Form Body");
    }
    Set<String> names = new HashSet<>();
    for (int i = 0; i < commands.size(); i++) {
      check.command(commands.get(i), check.errors.at(i));
      String key = commands.get(i).path("type").asInt(1) + commands.get(i).path("name").asText();
      if (!names.add(key)) {
        check
            .errors
            .at(i, "name")
            .add("APPLICATION_COMMANDS_DUPLICATE_NAME", "Application command names must be unique");
      }
    }
    check.errors.throwIfAny();
    if (commands.size() > 100) {
      throw ApiError.of(400, 30032, "Maximum number of application commands reached (100)");
    }
  }

  private void command(JsonNode command, FormErrors.FieldPath at) {
    int type = command.path("type").asInt(CHAT_INPUT);
    if (type < 1 || type > 4) {
      at.at("type").notOneOf("(1, 2, 3, 4)");
    }
    String name = command.path("name").asText("");
    if (name.isEmpty()) {
      at.at("name").required();
    } else if (type == CHAT_INPUT) {
      name(name, at.at("name"));
    } else if (MessageForm.length(name) > 32) {
      at.at("name").badLength(1, 32);
    }
    if (type == CHAT_INPUT) {
      description(command, at.at("description"));
    } else if (!command.path("description").asText("").isEmpty()) {
      at.at("description")
          .add(
              "APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION",
              "Context menu commands cannot have description");
    }
    options(command.path("options"), at.at("options"));
  }

  private static void name(String name, FormErrors.FieldPath at) {
    if (!NAME.matcher(name).matches() || !name.equals(name.toLowerCase(Locale.ROOT))) {
      at.add("APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid");
    }
  }

  private static void description(JsonNode node, FormErrors.FieldPath at) {
    int length = MessageForm.length(node.path("description").asText(""));
    if (length == 0) {
      at.required();
    } else if (length > 100) {
      at.badLength(1, 100);
    }
  }

  private void options(JsonNode options, FormErrors.FieldPath at) {
    if (options.size() > 25) {
      at.tooLong(25);
    }
    Set<String> names = new HashSet<>();
    boolean optionalSeen = false;
    for (int i = 0; i < options.size(); i++) {
      JsonNode option = options.get(i);
      int type = option.path("type").asInt();
      name(option.path("name").asText(""), at.at(i, "name"));
      description(option, at.at(i, "description"));
      if (type < 1 || type > LARGEST_TYPE) {
        at.at(i, "type").notOneOf("(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)");
      }
      if (!names.add(option.path("name").asText())) {
        at.at(i).add("APPLICATION_COMMAND_OPTIONS_NAME_DUPLICATED", "Option names must be unique");
      }
      boolean required = option.path("required").asBoolean(false);
      if (required && optionalSeen) {
        at.at(i)
            .add(
                "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
                "Required options must be placed before non-required options");
      }
      optionalSeen |= type > SUB_COMMAND_GROUP && !required;
      choices(option, at.at(i));
      options(option.path("options"), at.at(i, "options"));
    }
  }

  /**
   * Checks the choices of an option or of autocomplete: at most 25, with names of 1 to 100
   * characters.
   */
  public static void choices(JsonNode option, FormErrors.FieldPath at) {
    JsonNode choices = option.path("choices");
    if (choices.size() > 25) {
      at.at("choices").tooLong(25);
    }
    if (!choices.isEmpty() && option.path("autocomplete").asBoolean()) {
      at.at("choices")
          .add(
              "APPLICATION_COMMAND_AUTOCOMPLETE_CHOICES",
              "Autocomplete options cannot have choices");
    }
    for (int i = 0; i < choices.size(); i++) {
      int length = MessageForm.length(choices.get(i).path("name").asText(""));
      if (length < 1 || length > 100) {
        at.at("choices", i, "name").badLength(1, 100);
      }
    }
  }

  /** A command as Discord stores it. */
  public static ObjectNode stored(
      JsonNode form, long application, long guild, long id, long version) {
    ObjectNode stored =
        Json.object()
            .put("id", Long.toString(id))
            .put("application_id", Long.toString(application))
            .put("version", Long.toString(version));
    if (guild != 0) {
      stored.put("guild_id", Long.toString(guild));
    }
    stored.put("type", form.path("type").asInt(CHAT_INPUT));
    stored.put("name", form.path("name").asText());
    stored.put("description", form.path("description").asText(""));
    String permissions = form.path("default_member_permissions").asText("");
    if (Json.has(form, "default_member_permissions") && !permissions.isEmpty()) {
      stored.put("default_member_permissions", permissions);
    } else {
      stored.putNull("default_member_permissions");
    }
    stored.put("nsfw", form.path("nsfw").asBoolean(false));
    for (String field :
        new String[] {
          "dm_permission",
          "contexts",
          "integration_types",
          "name_localizations",
          "description_localizations"
        }) {
      if (Json.has(form, field)) {
        stored.set(field, form.get(field));
      }
    }
    if (!form.path("options").isEmpty()) {
      stored.set("options", withoutNulls(form.get("options")));
    }
    return stored;
  }

  private static JsonNode withoutNulls(JsonNode node) {
    if (node instanceof ArrayNode array) {
      ArrayNode copy = Json.array();
      array.forEach(element -> copy.add(withoutNulls(element)));
      return copy;
    }
    if (node instanceof ObjectNode object) {
      ObjectNode copy = Json.object();
      for (var e : object.properties()) {
        if (!e.getValue().isNull()) {
          copy.set(e.getKey(), withoutNulls(e.getValue()));
        }
      }
      return copy;
    }
    return node;
  }
}
