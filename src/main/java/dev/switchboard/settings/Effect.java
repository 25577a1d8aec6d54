package dev.switchboard.settings;

/** When a change of a setting takes effect. */
public enum Effect {
  /** At the next use of the setting. */
  LIVE,
  /** At once, by a restart of its service if that runs. */
  RESTART_OF_SERVICE,
  /** When an administrator requests it ({@code /admin/reload}), or when this server starts. */
  RELOAD,
  /** When the part of the server that uses it exists. */
  LATER
}
