package dev.switchboard.sandbox.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.sandbox.world.Guild;
import dev.switchboard.sandbox.world.Json;
import dev.switchboard.sandbox.world.World;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The actions of bots in a guild, and the reasons that they give (Discord's documentation, "Audit
 * Logs"). Discord keeps entries for 45 days, the sandbox the latest of each guild.
 */
public final class GuildAuditLog {
  private static final int KEPT = 10_000;

  /** An action in the log, with Discord's number for it. */
  enum Action {
    GUILD_UPDATE(1),
    CHANNEL_CREATE(10),
    CHANNEL_UPDATE(11),
    CHANNEL_DELETE(12),
    OVERWRITE_CREATE(13),
    OVERWRITE_UPDATE(14),
    OVERWRITE_DELETE(15),
    MEMBER_KICK(20),
    BAN_ADD(22),
    BAN_REMOVE(23),
    MEMBER_UPDATE(24),
    MEMBER_ROLE_UPDATE(25),
    ROLE_CREATE(30),
    ROLE_UPDATE(31),
    ROLE_DELETE(32),
    MESSAGE_DELETE(72),
    MESSAGE_BULK_DELETE(73),
    THREAD_CREATE(110),
    THREAD_UPDATE(111),
    THREAD_DELETE(112);

    private final int number;

    Action(int number) {
      this.number = number;
    }
  }

  private final World world;

  public GuildAuditLog(World world) {
    this.world = world;
  }

  void add(RestCall restCall, Guild guild, Action action, long target) {
    add(restCall, guild, action, target, Json.object());
  }

  /** Adds an entry for a call, with the call's reason. */
  void add(RestCall restCall, Guild guild, Action action, long target, ObjectNode options) {
    long id = world.snowflakes().next();
    ObjectNode entry =
        Json.object()
            .put("id", Long.toString(id))
            .put("action_type", action.number)
            .put("user_id", Long.toString(restCall.botId()))
            .put("target_id", Long.toString(target));
    if (!options.isEmpty()) {
      entry.set("options", options);
    }
    if (!restCall.reason().isEmpty()) {
      entry.put("reason", restCall.reason());
    }
    guild.audit().put(id, entry);
    world.keepAudit(guild, id);
    if (guild.audit().size() > KEPT) {
      long oldest = guild.audit().firstKey();
      guild.audit().remove(oldest);
      world.keepAudit(guild, oldest);
    }
  }

  /**
   * The answer of {@code GET /guilds/{guild}/audit-logs}: the newest first, unless asked forwards.
   */
  public ObjectNode shown(Guild guild, RestCall restCall) {
    ObjectNode shown = Json.object();
    ArrayNode entries = shown.putArray("audit_log_entries");
    Set<Long> people = new TreeSet<>();
    asked(guild, restCall).stream()
        .filter(is(restCall, "user_id"))
        .filter(is(restCall, "target_id"))
        .filter(is(restCall, "action_type"))
        .limit(restCall.number("limit", 1, 100, 50))
        .forEach(entry -> {
          entries.add(entry);
          people.add(Json.id(entry, "user_id"));
          people.add(Json.id(entry, "target_id"));
        });
    ArrayNode users = shown.putArray("users");
    world.users().values().stream()
        .filter(user -> people.contains(user.id()))
        .forEach(user -> users.add(user.json()));
    for (String nothing :
        new String[] {
          "integrations",
          "webhooks",
          "guild_scheduled_events",
          "threads",
          "application_commands",
          "auto_moderation_rules"
        }) {
      shown.putArray(nothing);
    }
    return shown;
  }

  private static Collection<ObjectNode> asked(Guild guild, RestCall restCall) {
    if (restCall.query("after").isPresent()) {
      return guild.audit().tailMap(Json.id(restCall.query("after").get()), false).values();
    }
    long before = restCall.query("before").map(Json::id).orElse(Long.MAX_VALUE);
    return guild.audit().headMap(before, false).descendingMap().values();
  }

  private static Predicate<ObjectNode> is(RestCall restCall, String field) {
    String wanted = restCall.query(field).orElse("");
    return entry -> wanted.isEmpty() || entry.path(field).asText().equals(wanted);
  }
}
