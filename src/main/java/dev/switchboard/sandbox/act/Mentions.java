package dev.switchboard.sandbox.act;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.sandbox.world.Channel;
import dev.switchboard.sandbox.world.Guild;
import dev.switchboard.sandbox.world.Json;
import dev.switchboard.sandbox.world.Permissions;
import dev.switchboard.sandbox.world.World;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The users and roles that a message pings: those that its text names and that {@code
 * allowed_mentions} and the author's permissions allow. Only these are in the message's {@code
 * mentions}, {@code mention_roles} and {@code mention_everyone}.
 */
final class Mentions {
  private static final Pattern MENTION = Pattern.compile("<@(!|&)?(\\d{1,19})>|@(everyone|here)");

  private final World world;
  private final Set<Long> users = new LinkedHashSet<>();
  private final Set<Long> roles = new LinkedHashSet<>();
  private boolean everyone;

  private Mentions(World world) {
    this.world = world;
  }

  static Mentions in(World world, Channel channel, long author, String content, JsonNode allowed) {
    Mentions mentions = new Mentions(world);
    boolean mayMentionAll =
        channel.isDm()
            || Permissions.has(world.permissions(channel, author), Permissions.MENTION_EVERYONE);
    Guild guild = world.guilds().get(channel.guild());
    Matcher matcher = MENTION.matcher(content);
    while (matcher.find()) {
      long id = matcher.group(2) == null ? 0 : Json.id(matcher.group(2));
      if (id == 0) {
        mentions.everyone |= !channel.isDm() && mayMentionAll && parses(allowed, "everyone");
      } else if ("&".equals(matcher.group(1))) {
        ObjectNode role = guild == null ? null : guild.roles().get(id);
        boolean pingable = role != null && (mayMentionAll || role.path("mentionable").asBoolean());
        if (pingable && isAllowed(allowed, "roles", id)) {
          mentions.roles.add(id);
        }
      } else if (world.users().containsKey(id) && isAllowed(allowed, "users", id)) {
        mentions.users.add(id);
      }
    }
    return mentions;
  }

  private static boolean isAllowed(JsonNode allowed, String kind, long id) {
    if (parses(allowed, kind)) {
      return true;
    }
    for (JsonNode each : allowed.path(kind)) {
      if (Json.id(each) == id) {
        return true;
      }
    }
    return false;
  }

  private static boolean parses(JsonNode allowed, String kind) {
    if (!allowed.isObject()) {
      return true;
    }
    for (JsonNode parsed : allowed.path("parse")) {
      if (parsed.asText().equals(kind)) {
        return true;
      }
    }
    return false;
  }

  /** Pings the author of the message replied to, unless {@code allowed_mentions} forbids it. */
  void replyTo(long author, JsonNode allowed) {
    boolean ping = !allowed.isObject() || allowed.path("replied_user").asBoolean(false);
    if (ping) {
      users.add(author);
    }
  }

  void writeTo(ObjectNode message) {
    ArrayNode list = message.putArray("mentions");
    for (long id : users) {
      list.add(world.user(id).json());
    }
    ArrayNode roleList = message.putArray("mention_roles");
    roles.forEach(id -> roleList.add(Long.toString(id)));
    message.put("mention_everyone", everyone);
  }
}
