package dev.switchboard.discord.inbox;

/** Parses the routes of a {@link StoredEvent}. */
final class InboxRoutes {
  private static final String MEMBER = "member:";
  private static final String CHANNEL = "channel:";

  private InboxRoutes() {}

  /** The user of a member's route; 0 for any other route. */
  static long member(String route) {
    return behind(MEMBER, route);
  }

  /** The channel of a channel's route; 0 for any other route. */
  static long channel(String route) {
    return behind(CHANNEL, route);
  }

  private static long behind(String kind, String route) {
    return route.startsWith(kind) ? Long.parseLong(route.substring(kind.length())) : 0;
  }
}
