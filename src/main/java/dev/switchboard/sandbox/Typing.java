package dev.switchboard.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Somebody types. */
final class Typing {
  private Typing() {}

  static void start(World world, Channel channel, User user) {
    ObjectNode payload =
        Json.object()
            .put("channel_id", channel.idText())
            .put("user_id", Long.toString(user.id()))
            .put("timestamp", world.clock().millis() / 1000);
    Guild guild = world.guilds().get(channel.guild());
    if (guild != null) {
      payload.put("guild_id", guild.idText());
      guild.member(user.id()).ifPresent(member -> payload.set("member", member.full()));
    }
    world.publish("TYPING_START", payload, new Event.Readers(channel));
  }
}
