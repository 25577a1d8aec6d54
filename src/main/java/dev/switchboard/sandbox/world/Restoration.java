package dev.switchboard.sandbox.world;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** Restores a world from its journal, and writes the present world into a new one. */
public final class Restoration {
  private final World world;
  private final Map<String, ObjectNode> facts = new LinkedHashMap<>();

  public Restoration(World world) {
    this.world = world;
  }

  /** Single facts that belong to no aggregate, by name. */
  public Map<String, ObjectNode> facts() {
    return facts;
  }

  /** Reads a line. Gives whether it belongs to the world. */
  public boolean take(Journal.Line line) {
    long[] key = ids(line.key());
    switch (line.kind()) {
      case "user" -> {
        User user = User.read(Json.readObject(line.json()));
        world.users().put(user.id(), user);
        world.snowflakes().seen(user.id());
      }
      case "application" ->
          world
              .applications()
              .put(key[0], new Application(world.user(key[0]), Json.readObject(line.json())));
      case "guild" -> guild(key[0], Json.readObject(line.json()));
      case "role" -> put(world.guild(key[0]).roles(), key[1], line);
      case "member" -> member(key, line);
      case "ban" -> ban(key, line);
      case "audit" -> {
        put(world.guild(key[0]).audit(), key[1], line);
        world.snowflakes().seen(key[1]);
      }
      case "channel" -> channel(key[0], line);
      case "message" -> message(key, line);
      case "command" -> put(world.applications().get(key[0]), key, line);
      case "fact" -> facts.put(line.key(), Json.readObject(line.json()));
      default -> {
        return false;
      }
    }
    return true;
  }

  private void guild(long id, ObjectNode json) {
    Guild known = world.guilds().get(id);
    if (known == null) {
      world.guilds().put(id, new Guild(id, json));
    } else {
      known.json().setAll(json);
    }
  }

  private static void put(Map<Long, ObjectNode> map, long id, Journal.Line line) {
    if (line.isRemoval()) {
      map.remove(id);
    } else {
      map.put(id, Json.readObject(line.json()));
    }
  }

  private static void put(
      @org.jspecify.annotations.Nullable Application application, long[] key, Journal.Line line) {
    if (application != null) {
      put(application.commands(key[1]), key[2], line);
    }
  }

  private void member(long[] key, Journal.Line line) {
    Guild guild = world.guild(key[0]);
    if (line.isRemoval()) {
      guild.members().remove(key[1]);
    } else {
      guild
          .members()
          .put(key[1], new GuildMember(world.user(key[1]), Json.readObject(line.json())));
    }
  }

  private void ban(long[] key, Journal.Line line) {
    Guild guild = world.guild(key[0]);
    if (line.isRemoval()) {
      guild.bans().remove(key[1]);
    } else {
      guild.bans().put(key[1], Json.readObject(line.json()).path("reason").asText());
    }
  }

  private void channel(long id, Journal.Line line) {
    if (line.isRemoval()) {
      Channel gone = world.channels().get(id);
      if (gone != null) {
        world.remove(gone);
      }
    } else {
      world.restored(Channel.read(Json.readObject(line.json())));
      world.snowflakes().seen(id);
    }
  }

  private void message(long[] key, Journal.Line line) {
    Channel channel = world.channels().get(key[0]);
    if (channel == null) {
      return;
    }
    if (line.isRemoval()) {
      channel.messages().remove(key[1]);
      channel.ephemeral().remove(key[1]);
    } else {
      world.register(channel, Message.read(Json.readObject(line.json())));
      world.snowflakes().seen(key[1]);
      if (channel.messages().containsKey(key[1])) {
        channel.json().put("last_message_id", Long.toString(key[1]));
      }
    }
  }

  private static long[] ids(String key) {
    long[] ids = new long[3];
    int part = 0;
    int from = 0;
    for (int i = 0; i <= key.length() && part < ids.length; i++) {
      if (i == key.length() || key.charAt(i) == ':') {
        ids[part++] = Json.id(key.substring(from, i));
        from = i + 1;
      }
    }
    return ids;
  }

  /** Puts everything into the journal. */
  public void putAll() {
    Journal journal = world.journal();
    facts.forEach((name, fact) -> journal.put("fact", name, fact));
    world.users().values().forEach(world::keep);
    world.applications().values().forEach(world::keep);
    for (Guild guild : world.guilds().values()) {
      world.keep(guild);
      guild.roles().values().forEach(role -> world.keep(guild, role));
      guild.members().values().forEach(guildMember -> world.keep(guild, guildMember));
      guild.bans().keySet().forEach(user -> world.keepBan(guild, user));
      guild.audit().keySet().forEach(entry -> world.keepAudit(guild, entry));
    }
    for (Channel channel : world.channels().values()) {
      world.keep(channel);
      channel.messages().values().forEach(world::keep);
      channel.ephemeral().values().forEach(world::keep);
    }
    for (Application application : world.applications().values()) {
      application
          .allCommands()
          .forEach((guild, commands) ->
              commands.keySet().forEach(id -> world.keepCommand(application, guild, id)));
    }
  }
}
