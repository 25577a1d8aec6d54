package dev.switchboard.access;

/**
 * A permission that a port checks before it acts. A {@link Scope} of an administrator's token has
 * some of these; other principals have them singly.
 */
public enum Right {
  /** Making and removing accounts; the blocklist, quotas and registration tokens. */
  MANAGE_ACCOUNTS,
  /** Erasing what was said in closed tickets. */
  ERASE_TICKETS,
  /** Adding, changing and deleting shares. */
  MANAGE_SHARES,
  /** Changing settings and name overrides. */
  CHANGE_SETTINGS,
  /** Turning toggles and managed services on and off. */
  SWITCH_SERVICES,
  /** Giving tokens to administrators, and revoking them. */
  MANAGE_TOKENS,
  /** Making, revoking and deleting keys of the REST API. */
  MANAGE_KEYS,
  /** Ending the sessions of others; the holder of a session ends it without this right. */
  MANAGE_SESSIONS,
  /** Looking at tickets and at what was said in them. */
  VIEW_TICKETS,
  /**
   * Replying to members, changing and deleting replies, setting priorities, and closing tickets.
   */
  ANSWER_MEMBERS,
  /** Reading the configuration and the settings, without their secrets. */
  VIEW_CONFIGURATION,
  /** Starting, stopping and restarting the bot, and changing its profile. */
  STEER_BOT,
  /** Reading who is banned from the community's guild. */
  VIEW_BANS,
  /** Adding, changing and deleting categories of tickets. */
  MANAGE_CATEGORIES,
  /** Granting permissions of the desk in a browser, and revoking them. */
  MANAGE_PERMISSIONS,
  /** Reading the audit log. */
  VIEW_AUDIT
}
