package dev.switchboard.discord;

/** Reads the routes that {@link StoredEvent} names. */
final class Routes {
  private static final String MEMBER = "member:";

  private Routes() {}

  /** The user of a member's route; 0 for any other. */
  static long member(String route) {
    return route.startsWith(MEMBER) ? Long.parseLong(route.substring(MEMBER.length())) : 0;
  }
}
