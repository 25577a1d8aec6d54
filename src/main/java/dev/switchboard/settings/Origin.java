package dev.switchboard.settings;

/** The origin of the value of a setting. The later ones take precedence over the earlier ones. */
public enum Origin {
  /** {@code reference.conf}. */
  DEFAULT("default"),
  /** The configuration file. */
  FILE("file"),
  /** An environment variable. */
  ENVIRONMENT("environment"),
  /** The running command. */
  COMMAND_LINE("command_line"),
  /** An administrator set it while the server ran. */
  PANEL("panel");

  private final String word;

  Origin(String word) {
    this.word = word;
  }

  /** The word in answers. */
  public String word() {
    return word;
  }
}
