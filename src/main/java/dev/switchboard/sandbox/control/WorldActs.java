package dev.switchboard.sandbox.control;

import dev.switchboard.sandbox.act.Channels;
import dev.switchboard.sandbox.act.Guilds;
import dev.switchboard.sandbox.act.Messages;
import dev.switchboard.sandbox.rest.Access;
import dev.switchboard.sandbox.world.Nonces;
import dev.switchboard.sandbox.world.StoredFiles;
import dev.switchboard.sandbox.world.World;

/** The actions on the world that REST and control share. */
public record WorldActs(
    World world, Guilds guilds, Channels channels, Messages messages, Access access) {
  public static WorldActs in(World world, StoredFiles files, Nonces nonces) {
    Messages messages = new Messages(world, files, nonces);
    return new WorldActs(
        world, new Guilds(world), new Channels(world, messages), messages, new Access(world));
  }
}
