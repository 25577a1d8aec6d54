package dev.switchboard.sandbox.act;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.sandbox.world.ApiError;
import dev.switchboard.sandbox.world.Channel;
import dev.switchboard.sandbox.world.Event;
import dev.switchboard.sandbox.world.Guild;
import dev.switchboard.sandbox.world.Json;
import dev.switchboard.sandbox.world.Message;
import dev.switchboard.sandbox.world.World;
import java.util.LinkedHashSet;
import java.util.Set;

/** The reactions to messages. An emoji is written {@code 👍} or {@code name:id}, as in routes. */
public final class Reactions {
  private static final int DIFFERENT_EMOJI = 20;

  private final World world;

  public Reactions(World world) {
    this.world = world;
  }

  static ObjectNode emoji(String written) {
    int colon = written.lastIndexOf(':');
    ObjectNode emoji = Json.object();
    if (colon < 0) {
      return emoji.putNull("id").put("name", written);
    }
    return emoji.put("id", written.substring(colon + 1)).put("name", written.substring(0, colon));
  }

  public void add(Channel channel, Message message, long user, String emoji) {
    if (emoji.isBlank() || emoji.matches("[\\p{ASCII}&&[^:0-9#*]]+")) {
      throw ApiError.of(400, 10014, "Unknown Emoji");
    }
    Set<Long> users = message.reactions().get(emoji);
    if (users == null) {
      if (message.reactions().size() >= DIFFERENT_EMOJI) {
        throw ApiError.of(403, 30010, "Maximum number of reactions reached (20)");
      }
      users = new LinkedHashSet<>();
      message.reactions().put(emoji, users);
    }
    if (!users.add(user)) {
      return;
    }
    world.keep(message);
    ObjectNode payload = payload(channel, message, emoji).put("user_id", Long.toString(user));
    payload.put("message_author_id", Long.toString(message.author()));
    payload.put("burst", false).put("type", 0);
    Guild guild = world.guilds().get(channel.guild());
    if (guild != null) {
      guild.member(user).ifPresent(guildMember -> payload.set("member", guildMember.full()));
    }
    world.publish("MESSAGE_REACTION_ADD", payload, new Event.Readers(channel));
  }

  public void remove(Channel channel, Message message, long user, String emoji) {
    Set<Long> users = message.reactions().get(emoji);
    if (users == null || !users.remove(user)) {
      return;
    }
    if (users.isEmpty()) {
      message.reactions().remove(emoji);
    }
    world.keep(message);
    ObjectNode payload = payload(channel, message, emoji).put("user_id", Long.toString(user));
    payload.put("burst", false).put("type", 0);
    world.publish("MESSAGE_REACTION_REMOVE", payload, new Event.Readers(channel));
  }

  public void removeAll(Channel channel, Message message) {
    message.reactions().clear();
    world.keep(message);
    ObjectNode payload = payload(channel, message, "");
    payload.remove("emoji");
    world.publish("MESSAGE_REACTION_REMOVE_ALL", payload, new Event.Readers(channel));
  }

  public void removeEmoji(Channel channel, Message message, String emoji) {
    message.reactions().remove(emoji);
    world.keep(message);
    world.publish(
        "MESSAGE_REACTION_REMOVE_EMOJI",
        payload(channel, message, emoji),
        new Event.Readers(channel));
  }

  private static ObjectNode payload(Channel channel, Message message, String emoji) {
    ObjectNode payload =
        Json.object().put("channel_id", channel.idText()).put("message_id", message.idText());
    payload.set("emoji", emoji(emoji));
    if (!channel.isDm()) {
      payload.put("guild_id", Long.toString(channel.guild()));
    }
    return payload;
  }
}
