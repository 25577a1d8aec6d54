package dev.switchboard.access;

/**
 * A permission that a port asks for before it does anything. A {@link Scope} of an administrator's
 * token holds some of these; other principals hold them singly.
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
  /** Giving administrators tokens, and taking them back. */
  MANAGE_TOKENS,
  /** Replying to members, changing and deleting replies, and closing tickets. */
  ANSWER_MEMBERS
}
