package dev.switchboard.sandbox.act;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.sandbox.world.Channel;
import dev.switchboard.sandbox.world.Event;
import dev.switchboard.sandbox.world.Guild;
import dev.switchboard.sandbox.world.Json;
import dev.switchboard.sandbox.world.User;
import dev.switchboard.sandbox.world.World;

/** The typing indicator. */
public final class Typing {
  private Typing() {}

  public static void start(World world, Channel channel, User user) {
    ObjectNode payload =
        Json.object()
            .put("channel_id", channel.idText())
            .put("user_id", Long.toString(user.id()))
            .put("timestamp", world.clock().millis() / 1000);
    Guild guild = world.guilds().get(channel.guild());
    if (guild != null) {
      payload.put("guild_id", guild.idText());
      guild.member(user.id()).ifPresent(guildMember -> payload.set("member", guildMember.full()));
    }
    world.publish("TYPING_START", payload, new Event.Readers(channel));
  }
}
