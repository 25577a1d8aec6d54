package dev.switchboard.sandbox.act;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.sandbox.world.ApiError;
import dev.switchboard.sandbox.world.Channel;
import dev.switchboard.sandbox.world.Guild;
import dev.switchboard.sandbox.world.Json;
import dev.switchboard.sandbox.world.Message;
import dev.switchboard.sandbox.world.Permissions;
import dev.switchboard.sandbox.world.StoredFiles;
import dev.switchboard.sandbox.world.Upload;
import dev.switchboard.sandbox.world.User;
import dev.switchboard.sandbox.world.World;
import java.util.List;

/** Checks a person's input for a command and writes it as the {@code data} of an interaction. */
final class Invocation {
  private static final int STRING = 3;
  private static final int INTEGER = 4;
  private static final int BOOLEAN = 5;
  private static final int USER = 6;
  private static final int CHANNEL = 7;
  private static final int ROLE = 8;
  private static final int MENTIONABLE = 9;
  private static final int NUMBER = 10;
  private static final int ATTACHMENT = 11;

  private final World world;
  private final Channel channel;
  private final Attachments attachments;
  private final List<Upload> uploads;
  private final MessageView view;
  private final ObjectNode resolved = Json.object();

  Invocation(
      World world, Channel channel, StoredFiles files, List<Upload> uploads, MessageView view) {
    this.world = world;
    this.channel = channel;
    this.attachments = new Attachments(world, files);
    this.uploads = uploads;
    this.view = view;
  }

  /**
   * The data of a command.
   *
   * @param given options by name, those of a subcommand below its name; or {@code target_id} for
   *     menus
   * @param partial whether options may still be missing, as while typing
   */
  ObjectNode data(ObjectNode command, JsonNode given, String focused, boolean partial) {
    int type = command.path("type").asInt(1);
    ObjectNode data =
        Json.object()
            .put("id", command.path("id").asText())
            .put("name", command.path("name").asText())
            .put("type", type);
    if (command.has("guild_id")) {
      data.set("guild_id", command.get("guild_id"));
    }
    if (type == 1) {
      ArrayNode options = options(command.path("options"), given.path("options"), focused, partial);
      if (!options.isEmpty()) {
        data.set("options", options);
      }
    } else {
      target(type, given, data);
    }
    if (!resolved.isEmpty()) {
      data.set("resolved", resolved);
    }
    return data;
  }

  private void target(int type, JsonNode given, ObjectNode data) {
    long target = Json.id(given, "target_id");
    data.put("target_id", Long.toString(target));
    if (type == 2) {
      user(target);
      return;
    }
    Message message = channel.message(target).orElseThrow(ApiError::unknownMessage);
    resolved.withObject("/messages").set(message.idText(), view.show(channel, message, 0));
  }

  private ArrayNode options(JsonNode defined, JsonNode given, String focused, boolean partial) {
    ArrayNode list = Json.array();
    for (String name : names(given)) {
      boolean known = defined.valueStream().anyMatch(o -> o.path("name").asText().equals(name));
      if (!known) {
        throw ApiError.field(name, "APPLICATION_COMMAND_OPTION_UNKNOWN", "There is no such option");
      }
    }
    for (JsonNode option : defined) {
      String name = option.path("name").asText();
      int type = option.path("type").asInt();
      if (!given.has(name)) {
        if (option.path("required").asBoolean() && !partial) {
          throw ApiError.field(name, "BASE_TYPE_REQUIRED", "This field is required");
        }
        continue;
      }
      ObjectNode written = list.addObject().put("name", name).put("type", type);
      if (type <= CommandForm.SUB_COMMAND_GROUP) {
        written.set("options", options(option.path("options"), given.get(name), focused, partial));
      } else {
        written.set("value", value(option, type, given.get(name), partial));
        if (name.equals(focused)) {
          written.put("focused", true);
        }
      }
    }
    return list;
  }

  private static List<String> names(JsonNode given) {
    return given.propertyStream().map(java.util.Map.Entry::getKey).toList();
  }

  private JsonNode value(JsonNode option, int type, JsonNode value, boolean partial) {
    String name = option.path("name").asText();
    boolean fits =
        switch (type) {
          case STRING -> value.isTextual() && lengthFits(option, value.textValue());
          case INTEGER -> value.isIntegralNumber() && boundsFit(option, value);
          case NUMBER -> value.isNumber() && boundsFit(option, value);
          case BOOLEAN -> value.isBoolean();
          case USER -> user(Json.id(value));
          case CHANNEL -> channel(Json.id(value));
          case ROLE -> role(Json.id(value));
          case MENTIONABLE -> user(Json.id(value)) || role(Json.id(value));
          case ATTACHMENT -> true;
          default -> false;
        };
    if (!fits && !partial) {
      throw ApiError.field(
          name, "APPLICATION_COMMAND_OPTION_VALUE", "The value does not fit the option");
    }
    JsonNode choices = option.path("choices");
    if (!choices.isEmpty() && choices.valueStream().noneMatch(c -> c.path("value").equals(value))) {
      throw ApiError.field(name, "BASE_TYPE_CHOICES", "The value is none of the choices");
    }
    return type == ATTACHMENT ? attachment((int) Json.id(value)) : value;
  }

  private static boolean lengthFits(JsonNode option, String text) {
    int length = MessageForm.length(text);
    return length >= option.path("min_length").asInt(0)
        && length <= option.path("max_length").asInt(6000);
  }

  private static boolean boundsFit(JsonNode option, JsonNode value) {
    double number = value.asDouble();
    return number >= option.path("min_value").asDouble(-Double.MAX_VALUE)
        && number <= option.path("max_value").asDouble(Double.MAX_VALUE);
  }

  private boolean user(long id) {
    User user = world.users().get(id);
    if (user == null) {
      return false;
    }
    resolved.withObject("/users").set(Long.toString(id), user.json());
    Guild guild = world.guilds().get(channel.guild());
    if (guild != null && guild.has(id)) {
      ObjectNode member = Json.copy(guild.member(id).orElseThrow().partial());
      member.remove("mute");
      member.remove("deaf");
      member.put("permissions", Long.toString(Permissions.in(guild, id)));
      resolved.withObject("/members").set(Long.toString(id), member);
    }
    return true;
  }

  private boolean channel(long id) {
    Channel found = world.channels().get(id);
    if (found == null || found.guild() != channel.guild()) {
      return false;
    }
    resolved
        .withObject("/channels")
        .set(
            found.idText(),
            Json.copy(found.json()).put("permissions", Long.toString(Permissions.ALL)));
    return true;
  }

  private boolean role(long id) {
    Guild guild = world.guilds().get(channel.guild());
    ObjectNode role = guild == null ? null : guild.roles().get(id);
    if (role == null) {
      return false;
    }
    resolved.withObject("/roles").set(Long.toString(id), role);
    return true;
  }

  /**
   * The n-th uploaded file as an option's value: the value is its id, and the attachment is added
   * to the resolved data.
   */
  private JsonNode attachment(int index) {
    if (index < 0 || index >= uploads.size()) {
      throw ApiError.field("attachment", "BASE_TYPE_REQUIRED", "This file is not in the request");
    }
    ArrayNode stored =
        attachments.store(channel, Json.object(), List.of(uploads.get(index)), Json.array());
    ObjectNode attachment = (ObjectNode) stored.get(0);
    resolved
        .withObject("/attachments")
        .set(attachment.path("id").asText(), attachments.signed(attachment));
    return attachment.get("id");
  }
}
