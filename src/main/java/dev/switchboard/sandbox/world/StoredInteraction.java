package dev.switchboard.sandbox.world;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An interaction of a person with an application: a command, a click, a choice, a submitted modal,
 * or typing in an option.
 */
public final class StoredInteraction {
  public static final int COMMAND = 2;
  public static final int COMPONENT = 3;
  public static final int AUTOCOMPLETE = 4;
  public static final int MODAL_SUBMIT = 5;

  private final long id;
  private final String token;
  private final int type;
  private final Application application;
  private final User user;
  private final Channel channel;
  private final ObjectNode payload;
  private final long createdAt;
  private int callback;
  private boolean expired;
  private @Nullable Message original;
  private @Nullable Message source;
  private @Nullable ObjectNode modal;
  private @Nullable ObjectNode choices;

  public StoredInteraction(
      ObjectNode payload, Application application, User user, Channel channel, long createdAt) {
    this.id = Json.id(payload, "id");
    this.token = payload.path("token").asText();
    this.type = payload.path("type").asInt();
    this.application = application;
    this.user = user;
    this.channel = channel;
    this.payload = payload;
    this.createdAt = createdAt;
  }

  public long id() {
    return id;
  }

  public String token() {
    return token;
  }

  public int type() {
    return type;
  }

  public Application application() {
    return application;
  }

  public User user() {
    return user;
  }

  public Channel channel() {
    return channel;
  }

  public ObjectNode payload() {
    return payload;
  }

  public long createdAt() {
    return createdAt;
  }

  /** The type of the callback; 0 before the answer. */
  public int callback() {
    return callback;
  }

  public void callback(int value) {
    callback = value;
  }

  /** Whether the time for an answer is over and the person has been told. */
  public boolean isExpired() {
    return expired;
  }

  public void expire() {
    expired = true;
  }

  /** The message of {@code @original}. */
  public Optional<Message> original() {
    return Optional.ofNullable(original);
  }

  public void original(@Nullable Message value) {
    original = value;
  }

  /** The message whose component was used. */
  public Optional<Message> source() {
    return Optional.ofNullable(source);
  }

  public void source(Message value) {
    source = value;
  }

  public Optional<ObjectNode> modal() {
    return Optional.ofNullable(modal);
  }

  public void modal(ObjectNode value) {
    modal = value;
  }

  public Optional<ObjectNode> choices() {
    return Optional.ofNullable(choices);
  }

  public void choices(ObjectNode value) {
    choices = value;
  }

  /** Writes into a message which interaction it answers. */
  public void describe(ObjectNode message) {
    message.put("application_id", Long.toString(application.id()));
    message.put("webhook_id", Long.toString(application.id()));
    ObjectNode metadata = message.putObject("interaction_metadata");
    metadata.put("id", Long.toString(id)).put("type", type);
    metadata.set("user", user.json());
    metadata
        .putObject("authorizing_integration_owners")
        .put("0", channel.isDm() ? "0" : Long.toString(channel.guild()));
    source().ifPresent(s -> metadata.put("interacted_message_id", s.idText()));
    if (type == MODAL_SUBMIT) {
      ObjectNode trigger =
          Json.object()
              .put("id", Long.toString(id))
              .put("type", source().isPresent() ? COMPONENT : COMMAND);
      trigger.set("user", user.json());
      trigger.set("authorizing_integration_owners", metadata.get("authorizing_integration_owners"));
      source().ifPresent(s -> trigger.put("interacted_message_id", s.idText()));
      metadata.remove("interacted_message_id");
      metadata.set("triggering_interaction_metadata", trigger);
    }
    if (type == COMMAND) {
      String name = payload.path("data").path("name").asText();
      metadata.put("name", name).put("command_type", payload.path("data").path("type").asInt(1));
      ObjectNode legacy = message.putObject("interaction");
      legacy.put("id", Long.toString(id)).put("type", type).put("name", name);
      legacy.set("user", user.json());
    }
    message.put("type", type == COMMAND ? commandMessageType() : 0);
  }

  private int commandMessageType() {
    return payload.path("data").path("type").asInt(1) == 1 ? 20 : 23;
  }
}
