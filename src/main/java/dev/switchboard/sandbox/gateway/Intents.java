package dev.switchboard.sandbox.gateway;

/** The intents that events need (Discord's documentation, "Gateway Intents"). */
public final class Intents {
  static final long GUILDS = 1L;
  public static final long GUILD_MEMBERS = 1L << 1;
  public static final long GUILD_PRESENCES = 1L << 8;
  public static final long MESSAGE_CONTENT = 1L << 15;

  /** All intents: 0 to 16, 20, 21, 24 and 25. */
  private static final long KNOWN = 0x1FFFFL | 1L << 20 | 1L << 21 | 1L << 24 | 1L << 25;

  private Intents() {}

  static boolean areKnown(long intents) {
    return intents >= 0 && (intents & ~KNOWN) == 0;
  }

  /** The intent that an event needs; 0 for events that every session gets. */
  static long neededFor(String type, boolean inDm) {
    return switch (type) {
      case "MESSAGE_CREATE", "MESSAGE_UPDATE", "MESSAGE_DELETE", "MESSAGE_DELETE_BULK" ->
          inDm ? 1L << 12 : 1L << 9;
      case "MESSAGE_REACTION_ADD",
          "MESSAGE_REACTION_REMOVE",
          "MESSAGE_REACTION_REMOVE_ALL",
          "MESSAGE_REACTION_REMOVE_EMOJI" ->
          inDm ? 1L << 13 : 1L << 10;
      case "TYPING_START" -> inDm ? 1L << 14 : 1L << 11;
      case "CHANNEL_PINS_UPDATE" -> inDm ? 1L << 12 : GUILDS;
      case "MESSAGE_POLL_VOTE_ADD", "MESSAGE_POLL_VOTE_REMOVE" -> inDm ? 1L << 25 : 1L << 24;
      case "GUILD_MEMBER_ADD", "GUILD_MEMBER_UPDATE", "GUILD_MEMBER_REMOVE" -> GUILD_MEMBERS;
      case "GUILD_BAN_ADD", "GUILD_BAN_REMOVE", "GUILD_AUDIT_LOG_ENTRY_CREATE" -> 1L << 2;
      case "GUILD_EMOJIS_UPDATE", "GUILD_STICKERS_UPDATE" -> 1L << 3;
      case "WEBHOOKS_UPDATE" -> 1L << 5;
      case "PRESENCE_UPDATE" -> GUILD_PRESENCES;
      case "INTERACTION_CREATE",
          "USER_UPDATE",
          "READY",
          "RESUMED",
          "GUILD_MEMBERS_CHUNK",
          "ENTITLEMENT_CREATE" ->
          0;
      default -> GUILDS;
    };
  }
}
