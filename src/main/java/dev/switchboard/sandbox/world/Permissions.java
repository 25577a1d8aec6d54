package dev.switchboard.sandbox.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Discord's permission bits and how they are computed (Discord's documentation, "Permissions"). */
public final class Permissions {
  public static final long KICK_MEMBERS = 1L << 1;
  public static final long BAN_MEMBERS = 1L << 2;
  public static final long ADMINISTRATOR = 1L << 3;
  public static final long MANAGE_CHANNELS = 1L << 4;
  public static final long MANAGE_GUILD = 1L << 5;
  public static final long ADD_REACTIONS = 1L << 6;
  public static final long VIEW_AUDIT_LOG = 1L << 7;
  public static final long VIEW_CHANNEL = 1L << 10;
  public static final long SEND_MESSAGES = 1L << 11;
  public static final long MANAGE_MESSAGES = 1L << 13;
  public static final long EMBED_LINKS = 1L << 14;
  public static final long ATTACH_FILES = 1L << 15;
  public static final long READ_MESSAGE_HISTORY = 1L << 16;
  public static final long MENTION_EVERYONE = 1L << 17;
  public static final long CHANGE_NICKNAME = 1L << 26;
  public static final long MANAGE_NICKNAMES = 1L << 27;
  public static final long MANAGE_ROLES = 1L << 28;
  public static final long MANAGE_WEBHOOKS = 1L << 29;
  public static final long USE_APPLICATION_COMMANDS = 1L << 31;
  public static final long MANAGE_THREADS = 1L << 34;
  public static final long CREATE_PUBLIC_THREADS = 1L << 35;
  public static final long CREATE_PRIVATE_THREADS = 1L << 36;
  public static final long SEND_MESSAGES_IN_THREADS = 1L << 38;
  public static final long MODERATE_MEMBERS = 1L << 40;
  public static final long ALL = (1L << 50) - 1;

  /** The permissions of @everyone in a new guild. */
  public static final long OF_EVERYONE =
      VIEW_CHANNEL
          | SEND_MESSAGES
          | EMBED_LINKS
          | ATTACH_FILES
          | READ_MESSAGE_HISTORY
          | ADD_REACTIONS
          | CHANGE_NICKNAME
          | USE_APPLICATION_COMMANDS
          | CREATE_PUBLIC_THREADS
          | SEND_MESSAGES_IN_THREADS
          | 1L << 18 // USE_EXTERNAL_EMOJIS
          | 1L << 20 // CONNECT
          | 1L << 21; // SPEAK

  private Permissions() {}

  /** The permissions of a member in the guild; none for other users. */
  public static long in(Guild guild, long user) {
    if (guild.owner() == user) {
      return ALL;
    }
    GuildMember guildMember = guild.members().get(user);
    if (guildMember == null) {
      return 0;
    }
    long allowed = ofRole(guild, guild.id());
    for (long role : guildMember.roles()) {
      allowed |= ofRole(guild, role);
    }
    return (allowed & ADMINISTRATOR) != 0 ? ALL : allowed;
  }

  /**
   * The permissions of a member in a channel of the guild. A thread has the permissions of its
   * parent, which has to be given instead.
   */
  static long in(Guild guild, long user, Channel channel) {
    long base = in(guild, user);
    if (base == 0 || base == ALL) {
      return base;
    }
    JsonNode overwrites = channel.json().path("permission_overwrites");
    if (overwrites.isEmpty()) {
      return base;
    }
    long allowed = apply(base, overwrites, guild.id());
    GuildMember guildMember = guild.members().get(user);
    List<Long> roles = guildMember == null ? List.of() : guildMember.roles();
    long allow = 0;
    long deny = 0;
    for (JsonNode overwrite : overwrites) {
      if (roles.contains(Json.id(overwrite, "id"))) {
        allow |= bits(overwrite, "allow");
        deny |= bits(overwrite, "deny");
      }
    }
    return apply((allowed & ~deny) | allow, overwrites, user);
  }

  private static long apply(long permissions, JsonNode overwrites, long id) {
    for (JsonNode overwrite : overwrites) {
      if (Json.id(overwrite, "id") == id) {
        return (permissions & ~bits(overwrite, "deny")) | bits(overwrite, "allow");
      }
    }
    return permissions;
  }

  private static long ofRole(Guild guild, long role) {
    ObjectNode json = guild.roles().get(role);
    return json == null ? 0 : bits(json, "permissions");
  }

  public static long bits(JsonNode node, String field) {
    return Json.id(node, field);
  }

  public static boolean has(long permissions, long wanted) {
    return (permissions & wanted) == wanted;
  }
}
