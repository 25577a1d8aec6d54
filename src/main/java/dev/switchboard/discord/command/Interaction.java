package dev.switchboard.discord.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.discord.api.Payload;
import dev.switchboard.discord.guild.ActingMember;
import dev.switchboard.text.Message;

/**
 * A use of a slash command, menu entry, button or form ("Interactions" in Discord's documentation).
 *
 * @param channel the channel of the use
 * @param data the command or component with its values
 */
public record Interaction(Key key, Type type, long channel, ActingMember caller, JsonNode data) {

  /**
   * The identity of an interaction on Discord.
   *
   * @param token lets us answer for 15 minutes; a secret
   */
  public record Key(long id, long application, String token) {
    @Override
    public String toString() {
      return "interaction " + id;
    }
  }

  public enum Type {
    SLASH,
    MENU,
    BUTTON,
    FORM,
    COMPLETION,
    OTHER
  }

  public static Interaction of(JsonNode payload) {
    JsonNode data = payload.path("data");
    return new Interaction(
        new Key(
            Payload.id(payload.path("id")),
            Payload.id(payload.path("application_id")),
            Payload.text(payload.path("token"))),
        type(payload.path("type").asInt(), data.path("type").asInt(1)),
        Payload.id(payload.path("channel_id")),
        ActingMember.ofInteraction(payload),
        data);
  }

  private static Type type(int type, int command) {
    return switch (type) {
      case 2 -> command == 1 ? Type.SLASH : command == 3 ? Type.MENU : Type.OTHER;
      case 3 -> Type.BUTTON;
      case 4 -> Type.COMPLETION;
      case 5 -> Type.FORM;
      default -> Type.OTHER;
    };
  }

  public long id() {
    return key.id();
  }

  /** The name of the command or menu entry. */
  public String name() {
    return Payload.text(data.path("name"));
  }

  public CustomId customId() {
    return CustomId.of(Payload.text(data.path("custom_id")));
  }

  /** The message on which a menu entry was used. */
  public long target() {
    return Payload.id(data.path("target_id"));
  }

  /** The name of the interaction, for people. */
  public Message shown() {
    return switch (type) {
      case SLASH -> new Message.Verbatim("`/" + name() + "`");
      case MENU -> new DeskMessage.InQuotes(new Message.Verbatim(name()));
      case BUTTON -> new DeskMessage.InQuotes(Wording.LATE_BUTTON);
      case FORM -> new DeskMessage.InQuotes(new DeskMessage.EditTitle());
      case COMPLETION, OTHER -> new DeskMessage.SomeCommand();
    };
  }
}
