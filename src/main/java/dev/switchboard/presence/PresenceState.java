package dev.switchboard.presence;

import java.util.Locale;

/** What somebody does on a ticket, the stronger state last. */
public enum PresenceState {
  VIEWING,
  /** A reply to the member is being written. */
  TYPING;

  /** The word for it in the REST API. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
