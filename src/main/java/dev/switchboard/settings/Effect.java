package dev.switchboard.settings;

/** When a change of a setting is felt. */
public enum Effect {
  /** The next time it is asked for. */
  LIVE,
  /** At once, by starting the one service concerned anew if it runs. */
  RESTART_OF_SERVICE,
  /** When an administrator asks for it ({@code /admin/reload}), or when this server starts. */
  RELOAD,
  /** When its consumer comes. */
  LATER
}
