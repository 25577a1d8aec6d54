package dev.switchboard.access;

import java.util.Locale;

/** The side of the server through which a principal acts. */
public enum Surface {
  /** A command, a button or a form in the staff guild. */
  DISCORD,
  /** The desk in a browser. */
  PANEL,
  /** The REST API. */
  API,
  /** A public page, such as the form for a new share. */
  PAGE,
  /** The admin RPC. */
  RPC,
  /** A node of the cluster: for another node, or by itself. */
  NODE,
  /** A due time. */
  TIMER;

  /** The surface's word in the audit log. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
