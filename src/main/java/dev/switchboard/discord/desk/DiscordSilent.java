package dev.switchboard.discord.desk;

/** Discord gave no usable answer; a later request may succeed. */
final class DiscordSilent extends RuntimeException {
  private static final long serialVersionUID = 1;

  DiscordSilent(String message) {
    super(message, null, false, false);
  }
}
