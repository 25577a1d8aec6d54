package dev.switchboard.composer;

import dev.switchboard.access.Principal;

/** The user to whom drafts and held replies belong. */
final class Owner {
  private Owner() {}

  /**
   * Discord's id of the user.
   *
   * @throws IllegalStateException for any other principal: nobody else writes at the desk
   */
  static long of(Principal by) {
    return user(by).id();
  }

  /** The name that others are shown, with the same exception. */
  static String shown(Principal by) {
    return user(by).shown();
  }

  private static Principal.DiscordUser user(Principal by) {
    if (by instanceof Principal.DiscordUser user) {
      return user;
    }
    throw new IllegalStateException("only users of Discord write at the desk: " + by.name());
  }
}
