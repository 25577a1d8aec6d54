package dev.switchboard.sandbox.act;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.sandbox.world.ApiError;
import dev.switchboard.sandbox.world.Application;
import dev.switchboard.sandbox.world.Channel;
import dev.switchboard.sandbox.world.Event;
import dev.switchboard.sandbox.world.Guild;
import dev.switchboard.sandbox.world.Json;
import dev.switchboard.sandbox.world.Message;
import dev.switchboard.sandbox.world.Permissions;
import dev.switchboard.sandbox.world.StoredFiles;
import dev.switchboard.sandbox.world.StoredInteraction;
import dev.switchboard.sandbox.world.Upload;
import dev.switchboard.sandbox.world.User;
import dev.switchboard.sandbox.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The interactions of people with applications: starts them, finds them, and detects unanswered
 * ones.
 */
public final class Interactions {
  /** Discord's time for the first answer; below it, the life of the token. */
  static final Duration TO_ANSWER = Duration.ofSeconds(3);

  static final Duration TOKEN_LIFE = Duration.ofMinutes(15);

  private final World world;
  private final StoredFiles files;
  private final MessageView view;
  private final Map<Long, StoredInteraction> interactions = new LinkedHashMap<>();
  private final Map<String, StoredInteraction> byToken = new LinkedHashMap<>();

  public Interactions(World world, StoredFiles files, MessageView view) {
    this.world = world;
    this.files = files;
    this.view = view;
  }

  /** The commands that a person can run in a channel. */
  public List<ObjectNode> available(User user, Channel channel) {
    List<ObjectNode> found = new ArrayList<>();
    for (Application application : world.applications().values()) {
      if (isPresent(application, channel)) {
        for (long scope : channel.isDm() ? new long[] {0} : new long[] {0, channel.guild()}) {
          application.commands(scope).values().stream()
              .filter(command -> mayRun(command, user, channel))
              .forEach(found::add);
        }
      }
    }
    return found;
  }

  private boolean isPresent(Application application, Channel channel) {
    return channel.isDm()
        ? channel.bot() == application.id()
        : world.guildOf(channel).has(application.id());
  }

  private boolean mayRun(ObjectNode command, User user, Channel channel) {
    if (channel.isDm()) {
      JsonNode contexts = command.path("contexts");
      boolean inBotDm = contexts.isEmpty() || contexts.valueStream().anyMatch(c -> c.asInt() == 1);
      return inBotDm && command.path("dm_permission").asBoolean(true);
    }
    long permissions = world.permissions(channel, user.id());
    if (!Permissions.has(permissions, Permissions.USE_APPLICATION_COMMANDS)) {
      return false;
    }
    JsonNode wanted = command.path("default_member_permissions");
    if (!wanted.isTextual() || permissions == Permissions.ALL) {
      return true;
    }
    long bits = Json.id(wanted);
    return bits != 0 && Permissions.has(permissions, bits);
  }

  /**
   * Runs a command: {@code {name, type?, options?: {name: value}, target_id?, focused?}}. With
   * {@code focused}, types in that option (autocomplete).
   */
  public StoredInteraction run(User user, Channel channel, ObjectNode given, List<Upload> uploads) {
    int type = given.path("type").asInt(1);
    String name = given.path("name").asText();
    ObjectNode command =
        available(user, channel).stream()
            .filter(c -> c.path("type").asInt(1) == type && c.path("name").asText().equals(name))
            .reduce((first, second) -> second)
            .orElseThrow(() -> ApiError.unknown(10063, "application command"));
    Application application = application(Json.id(command, "application_id"));
    String focused = given.path("focused").asText("");
    ObjectNode data =
        new Invocation(world, channel, files, uploads, view)
            .data(command, given, focused, !focused.isEmpty());
    return begin(
        new Origin(application, user, channel),
        focused.isEmpty() ? StoredInteraction.COMMAND : StoredInteraction.AUTOCOMPLETE,
        data);
  }

  /** Clicks a button or chooses in a select. */
  public StoredInteraction use(
      User user, Channel channel, Message message, String customId, JsonNode values) {
    JsonNode component = find(message.json().path("components"), customId);
    if (component.isMissingNode()) {
      throw ApiError.field(
          "custom_id", "COMPONENT_VALIDATION_FAILED", "There is no such component");
    }
    if (component.path("disabled").asBoolean()) {
      throw ApiError.field("custom_id", "COMPONENT_DISABLED", "The component is disabled");
    }
    int type = component.path("type").asInt();
    ObjectNode data = Json.object().put("component_type", type).put("custom_id", customId);
    data.set("id", component.path("id"));
    if (ComponentForm.isSelect(type)) {
      checkChoice(component, values);
      data.set("values", values);
      if (type != ComponentForm.STRING_SELECT) {
        resolve(data, values);
      }
    }
    Application application = application(message.author());
    Origin origin = new Origin(application, user, channel);
    StoredInteraction storedInteraction = prepare(origin, StoredInteraction.COMPONENT, data);
    storedInteraction.source(message);
    ObjectNode shown = view.show(channel, message, application.id());
    if (!channel.isDm()) {
      shown.put("guild_id", Long.toString(channel.guild()));
    }
    storedInteraction.payload().set("message", shown);
    return dispatch(storedInteraction);
  }

  private static void checkChoice(JsonNode select, JsonNode values) {
    int size = values.size();
    if (size < select.path("min_values").asInt(1) || size > select.path("max_values").asInt(1)) {
      throw ApiError.field("values", "BASE_TYPE_BAD_LENGTH", "Too few or too many values");
    }
    for (JsonNode value : values) {
      boolean known =
          select.path("options").isEmpty()
              || select
                  .path("options")
                  .valueStream()
                  .anyMatch(o -> o.path("value").asText().equals(value.asText()));
      if (!known) {
        throw ApiError.field("values", "BASE_TYPE_CHOICES", "The value is none of the options");
      }
    }
  }

  private void resolve(ObjectNode data, JsonNode values) {
    ObjectNode resolved = data.putObject("resolved");
    for (JsonNode value : values) {
      User user = world.users().get(Json.id(value));
      Channel channel = world.channels().get(Json.id(value));
      if (user != null) {
        resolved.withObject("/users").set(value.asText(), user.json());
      }
      if (channel != null) {
        resolved.withObject("/channels").set(value.asText(), channel.json());
      }
    }
  }

  private static JsonNode find(JsonNode components, String customId) {
    for (JsonNode component : components) {
      if (component.path("custom_id").asText("").equals(customId)) {
        return component;
      }
      JsonNode inside = find(component.path("components"), customId);
      if (inside.isMissingNode() && component.has("accessory")) {
        inside = find(Json.array().add(component.path("accessory")), customId);
      }
      if (!inside.isMissingNode()) {
        return inside;
      }
    }
    return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
  }

  /** Submits the modal that answered an interaction. Values are by custom id. */
  public StoredInteraction submit(User user, StoredInteraction before, JsonNode values) {
    ObjectNode modal =
        before
            .modal()
            .orElseThrow(() -> ApiError.field("interaction", "NO_MODAL", "There is no modal"));
    if (before.user().id() != user.id()) {
      throw ApiError.unknown(10062, "interaction");
    }
    ObjectNode data = Json.object().set("custom_id", modal.get("custom_id"));
    data.set("components", new ModalAnswers(values).of(modal.path("components")));
    Origin origin = new Origin(before.application(), user, before.channel());
    StoredInteraction storedInteraction = prepare(origin, StoredInteraction.MODAL_SUBMIT, data);
    before
        .source()
        .ifPresent(source -> {
          storedInteraction.source(source);
          storedInteraction
              .payload()
              .set("message", view.show(before.channel(), source, origin.application().id()));
        });
    return dispatch(storedInteraction);
  }

  private Application application(long id) {
    Application application = world.applications().get(id);
    if (application == null) {
      throw ApiError.unknown(10002, "Application");
    }
    return application;
  }

  /** The two parties of an interaction, and its channel. */
  private record Origin(Application application, User user, Channel channel) {}

  private StoredInteraction begin(Origin origin, int type, ObjectNode data) {
    return dispatch(prepare(origin, type, data));
  }

  private StoredInteraction prepare(Origin origin, int type, ObjectNode data) {
    long id = world.snowflakes().next();
    Channel channel = origin.channel();
    ObjectNode payload =
        Json.object()
            .put("id", Long.toString(id))
            .put("application_id", Long.toString(origin.application().id()))
            .put("type", type)
            .put("token", UUID.randomUUID().toString().replace("-", "") + Long.toHexString(id))
            .put("version", 1);
    payload.set("data", data);
    payload.put("channel_id", channel.idText());
    payload.set("channel", channel.json());
    payload.put("locale", "en-US");
    payload.put(
        "app_permissions", Long.toString(world.permissions(channel, origin.application().id())));
    payload.putArray("entitlements");
    payload.put("attachment_size_limit", Attachments.uploadLimit(world, channel));
    if (channel.isDm()) {
      payload.set("user", origin.user().json());
      payload.put("context", 1);
      payload.putObject("authorizing_integration_owners").put("0", "0");
    } else {
      Guild guild = world.guildOf(channel);
      ObjectNode member =
          guild.member(origin.user().id()).orElseThrow(ApiError::missingAccess).full();
      member.put("permissions", Long.toString(world.permissions(channel, origin.user().id())));
      payload.set("member", member);
      payload.put("guild_id", guild.idText()).put("guild_locale", "en-US").put("context", 0);
      ObjectNode partial = payload.putObject("guild").put("id", guild.idText());
      partial.put("locale", "en-US").putArray("features");
      payload.putObject("authorizing_integration_owners").put("0", guild.idText());
    }
    return new StoredInteraction(
        payload, origin.application(), origin.user(), channel, world.clock().millis());
  }

  private StoredInteraction dispatch(StoredInteraction storedInteraction) {
    interactions.put(storedInteraction.id(), storedInteraction);
    byToken.put(storedInteraction.token(), storedInteraction);
    world.publish(
        "INTERACTION_CREATE",
        storedInteraction.payload(),
        new Event.OneBot(storedInteraction.application().id()));
    return storedInteraction;
  }

  /**
   * An interaction without an answer that can still be answered; otherwise 10062, or 40060 if it
   * has one.
   */
  public StoredInteraction toAnswer(long id, String token) {
    StoredInteraction storedInteraction = interactions.get(id);
    if (storedInteraction == null || !storedInteraction.token().equals(token)) {
      throw ApiError.unknown(10062, "interaction");
    }
    if (storedInteraction.callback() != 0) {
      throw ApiError.of(400, 40060, "Interaction has already been acknowledged.");
    }
    if (isOlder(storedInteraction, TO_ANSWER)) {
      throw ApiError.unknown(10062, "interaction");
    }
    return storedInteraction;
  }

  /** An answered interaction with a valid token; otherwise 10015 or 50027. */
  public StoredInteraction answered(long application, String token) {
    StoredInteraction storedInteraction = byToken.get(token);
    if (storedInteraction == null
        || storedInteraction.application().id() != application
        || storedInteraction.callback() == 0) {
      throw ApiError.unknown(10015, "Webhook");
    }
    if (isOlder(storedInteraction, TOKEN_LIFE)) {
      throw ApiError.of(401, 50027, "Invalid Webhook Token");
    }
    return storedInteraction;
  }

  public StoredInteraction find(long id) {
    StoredInteraction storedInteraction = interactions.get(id);
    if (storedInteraction == null) {
      throw ApiError.unknown(10062, "interaction");
    }
    return storedInteraction;
  }

  private boolean isOlder(StoredInteraction storedInteraction, Duration age) {
    return world.clock().millis() - storedInteraction.createdAt() > age.toMillis();
  }

  /** Announces unanswered interactions to onlookers, and forgets old ones. */
  public void tick() {
    for (StoredInteraction storedInteraction : List.copyOf(interactions.values())) {
      boolean waiting = storedInteraction.callback() == 0 && !storedInteraction.isExpired();
      if (waiting && isOlder(storedInteraction, TO_ANSWER)) {
        storedInteraction.expire();
        world.publish("INTERACTION_FAILED", shown(storedInteraction), new Event.Onlookers());
      }
      if (isOlder(storedInteraction, TOKEN_LIFE.multipliedBy(2))) {
        interactions.remove(storedInteraction.id());
        byToken.remove(storedInteraction.token());
      }
    }
  }

  /** The state of an interaction, for the person who started it. */
  public ObjectNode shown(StoredInteraction storedInteraction) {
    ObjectNode shown =
        Json.object()
            .put("id", Long.toString(storedInteraction.id()))
            .put("type", storedInteraction.type())
            .put("user_id", Long.toString(storedInteraction.user().id()))
            .put("channel_id", storedInteraction.channel().idText())
            .put("callback", storedInteraction.callback())
            .put(
                "failed",
                storedInteraction.callback() == 0 && isOlder(storedInteraction, TO_ANSWER));
    storedInteraction.modal().ifPresent(modal -> shown.set("modal", modal));
    storedInteraction.choices().ifPresent(c -> shown.set("choices", c.path("choices")));
    storedInteraction
        .original()
        .ifPresent(message ->
            shown.set(
                "response",
                view.show(storedInteraction.channel(), message, storedInteraction.user().id())));
    return shown;
  }

  /** The values that a person entered into a modal. */
  private record ModalAnswers(JsonNode values) {
    ArrayNode of(JsonNode components) {
      ArrayNode list = Json.array();
      for (JsonNode outer : components) {
        ObjectNode written = Json.object().put("type", outer.path("type").asInt());
        written.set("id", outer.path("id"));
        if (outer.has("component")) {
          written.set("component", field(outer.get("component")));
        } else if (outer.has("components")) {
          ArrayNode inner = written.putArray("components");
          outer.get("components").forEach(each -> inner.add(field(each)));
        }
        list.add(written);
      }
      return list;
    }

    private ObjectNode field(JsonNode input) {
      String customId = input.path("custom_id").asText();
      ObjectNode written =
          Json.object().put("type", input.path("type").asInt()).put("custom_id", customId);
      written.set("id", input.path("id"));
      if (input.path("type").asInt() != ComponentForm.TEXT_INPUT) {
        written.set("values", values.has(customId) ? values.get(customId) : Json.array());
        return written;
      }
      String text = values.path(customId).asText(input.path("value").asText(""));
      int length = MessageForm.length(text);
      if (text.isEmpty() && input.path("required").asBoolean(true)) {
        throw ApiError.field(customId, "BASE_TYPE_REQUIRED", "This field is required");
      }
      if (length > input.path("max_length").asInt(4000)
          || length < input.path("min_length").asInt(0)) {
        throw ApiError.field(customId, "BASE_TYPE_BAD_LENGTH", "Too short or too long");
      }
      return written.put("value", text);
    }
  }
}
