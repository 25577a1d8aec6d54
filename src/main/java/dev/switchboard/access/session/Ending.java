package dev.switchboard.access.session;

/** Why a session ended. The names are in the journal: they never change. */
public enum Ending {
  /** Its browser logged out. */
  LOGGED_OUT,
  /** Its holder ended it in the list of sessions. */
  ENDED_BY_HOLDER,
  /** Somebody with the right to end the sessions of others ended it. */
  ENDED_BY_ADMINISTRATOR,
  /** Its holder opened a newer session, and had too many. */
  REPLACED,
  /** It was idle for too long, or too old. */
  EXPIRED,
  /** Its account was removed or blocked, or has another password. */
  ACCOUNT_CHANGED
}
