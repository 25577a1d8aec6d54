package dev.switchboard.sandbox;

/** What can be done to the world, by whomever: the parts that REST and control share. */
record Deeds(World world, Guilds guilds, Channels channels, Messages messages, Access access) {
  static Deeds in(World world, StoredFiles files, Nonces nonces) {
    Messages messages = new Messages(world, files, nonces);
    return new Deeds(
        world, new Guilds(world), new Channels(world, messages), messages, new Access(world));
  }
}
